//! Mail through a real relay.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use channels::email::{
    AUTO_GENERATED, EmailSettings, Login, Mail, Mailer, Security, SettingsError,
};
use channels::{Error, Secret, Why};

use crate::servers::{Protection, Server};

const SUBJECT: &str = "Laporan 123-456-78 sudah dijawab: “jalan rusak” – silakan dinilai ☂";
const TEXT: &str = "Yth. Bapak/Ibu,\n\n.titik di awal baris\n..dua titik\nJawaban: café, 25 °C, ≥ 3 hari.\n\nSalam\n";

fn settings(port: u16) -> EmailSettings {
    EmailSettings {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::None,
        login: None,
        from: "LAPOR! <noreply@lapor.example>".to_owned(),
        trusted_certificates_pem: None,
        connections_max: 2,
        timeout_seconds: 20,
    }
}

fn encrypted(server: &Server, security: Security) -> EmailSettings {
    let trusted_certificates_pem = Some(server.certificate_pem());
    EmailSettings { security, trusted_certificates_pem, ..settings(server.port) }
}

fn mail(to: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        subject: SUBJECT.to_owned(),
        text: TEXT.to_owned(),
        html: None,
        dedup_key: "answered/987654321/3".to_owned(),
        written_at: "2026-11-22T03:04:05Z".parse().unwrap(),
        reply_to: None,
        headers: vec![(AUTO_GENERATED.0.to_owned(), AUTO_GENERATED.1.to_owned())],
    }
}

fn transient(why: Why) -> Error {
    Error::Transient { why, retry_after: None }
}

/// Without the blank lines that the transport adds at the end.
fn text_of(kept: &serde_json::Value) -> String {
    kept["text"].as_str().unwrap().replace("\r\n", "\n").trim_end().to_owned()
}

/// Real servers repeat addresses; our errors must not.
fn assert_silent_about_people(error: &Error) {
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains('@') && !text.contains("lapor.example"), "{text}");
    }
}

#[tokio::test]
async fn indonesian_mail_arrives_as_written() {
    let server = Server::smtp(Protection::None, &[]);
    let mailer = Mailer::new(&settings(server.port)).unwrap();
    let mut written = mail("budi@rakyat.example");
    written.reply_to = Some("Dinas PU <pu@kota.example>".to_owned());

    let delivered = mailer.send(&written).await.unwrap();

    let kept = server.only_mail();
    let headers = &kept["headers"];
    assert_eq!(headers["subject"], SUBJECT);
    assert_eq!(headers["from"], "LAPOR! <noreply@lapor.example>");
    assert_eq!(headers["to"], "budi@rakyat.example");
    assert_eq!(headers["reply-to"], "Dinas PU <pu@kota.example>");
    assert_eq!(headers["auto-submitted"], "auto-generated");
    assert_eq!(headers["date"], "Sun, 22 Nov 2026 03:04:05 +0000");
    assert_eq!(headers["message-id"], delivered.id);
    assert_eq!(delivered.id, mailer.message_id(&written.dedup_key));
    assert!(delivered.id.ends_with("@lapor.example>") && !delivered.id.contains("987654321"));
    assert_eq!(text_of(&kept), TEXT.trim_end());
    assert_eq!(kept["defects"], serde_json::json!([]));
    assert_eq!(headers["x-received"], "connection 0 over plain from nobody");
}

#[tokio::test]
async fn html_stands_beside_the_text() {
    let server = Server::smtp(Protection::None, &[]);
    let mailer = Mailer::new(&settings(server.port)).unwrap();
    let html = "<p lang=id>Laporan “jalan rusak” dijawab.</p>";
    mailer.send(&Mail { html: Some(html.to_owned()), ..mail("a@b.example") }).await.unwrap();
    let kept = server.only_mail();
    assert_eq!(text_of(&kept), TEXT.trim_end());
    assert_eq!(kept["html"].as_str().unwrap().trim_end(), html);
    assert_eq!(kept["defects"], serde_json::json!([]));
}

#[tokio::test]
async fn a_resend_is_the_same_mail_byte_for_byte() {
    let server = Server::smtp(Protection::None, &[]);
    let again = Mail { html: Some("<p>x</p>".to_owned()), ..mail("a@b.example") };
    let other = Mail { dedup_key: "closed/987654321/4".to_owned(), ..again.clone() };
    // Two mailers stand for the process before and after a restart.
    for mail in [&again, &again, &other] {
        Mailer::new(&settings(server.port)).unwrap().send(mail).await.unwrap();
    }
    let mut kept = server.raw_mails();
    kept.sort();
    kept.dedup();
    assert_eq!(kept.len(), 2);
}

#[tokio::test]
async fn starttls_and_tls_encrypt_and_log_in() {
    for (protection, security) in
        [(Protection::Starttls, Security::Starttls), (Protection::Tls, Security::Tls)]
    {
        let server = Server::smtp(protection, &["--login", "lapor:rahasia"]);
        let login = Login { user: "lapor".to_owned(), password: Secret::new("rahasia".to_owned()) };
        let settings = EmailSettings { login: Some(login), ..encrypted(&server, security) };
        assert!(!format!("{settings:?}").contains("rahasia"));
        Mailer::new(&settings).unwrap().send(&mail("a@b.example")).await.unwrap();
        let kept = server.only_mail();
        assert_eq!(kept["headers"]["x-received"], "connection 0 over TLSv1.3 from lapor");
        assert_eq!(kept["headers"]["subject"], SUBJECT);
    }
}

#[tokio::test]
async fn a_wrong_password_is_for_the_operator_to_cure() {
    let server = Server::smtp(Protection::Starttls, &["--login", "lapor:rahasia"]);
    let login = Login { user: "lapor".to_owned(), password: Secret::new("salah".to_owned()) };
    let settings = EmailSettings { login: Some(login), ..encrypted(&server, Security::Starttls) };
    let error = Mailer::new(&settings).unwrap().send(&mail("a@b.example")).await.unwrap_err();
    assert_eq!(error, transient(Why::Unwelcome { code: 535 }));
    assert_eq!(server.mails().len(), 0);
}

#[tokio::test]
async fn an_unknown_certificate_is_not_trusted() {
    for (protection, security) in
        [(Protection::Starttls, Security::Starttls), (Protection::Tls, Security::Tls)]
    {
        let server = Server::smtp(protection, &[]);
        let settings = EmailSettings { security, ..settings(server.port) };
        let error = Mailer::new(&settings).unwrap().send(&mail("a@b.example")).await.unwrap_err();
        assert_eq!(error, transient(Why::Tls));
        assert_eq!(server.mails().len(), 0);
    }
}

#[tokio::test]
async fn starttls_never_falls_back_to_the_clear() {
    let plain = Server::smtp(Protection::None, &[]);
    let settings = EmailSettings { security: Security::Starttls, ..settings(plain.port) };
    let error = Mailer::new(&settings).unwrap().send(&mail("a@b.example")).await.unwrap_err();
    assert_eq!(error, transient(Why::RelayUnfit));
    assert_eq!(plain.mails().len(), 0);
}

#[tokio::test]
async fn reply_codes_decide_and_the_next_mail_passes() {
    let server = Server::smtp(Protection::None, &[]);
    let mailer = Mailer::new(&settings(server.port)).unwrap();
    for (to, expected) in [
        ("busy@rakyat.example", transient(Why::Refused { code: 451 })),
        ("unknown@rakyat.example", Error::Permanent { why: Why::Refused { code: 550 } }),
        ("refused@rakyat.example", Error::Permanent { why: Why::Refused { code: 554 } }),
    ] {
        let error = mailer.send(&mail(to)).await.unwrap_err();
        assert_eq!(error, expected);
        assert_silent_about_people(&error);
        mailer.send(&mail("fine@rakyat.example")).await.unwrap();
    }
    assert_eq!(server.mails().len(), 3);
}

#[tokio::test]
async fn nobody_listening_is_transient() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mailer = Mailer::new(&settings(port)).unwrap();
    let error = mailer.send(&mail("a@b.example")).await.unwrap_err();
    assert_eq!(error, transient(Why::Unreachable));
    assert_silent_about_people(&error);
}

#[tokio::test]
async fn silence_ends_with_the_timeout_and_does_not_poison_the_connections() {
    let server = Server::smtp(Protection::None, &[]);
    let hasty = EmailSettings { timeout_seconds: 2, connections_max: 1, ..settings(server.port) };
    let mailer = Mailer::new(&hasty).unwrap();
    for to in ["silent@b.example", "unfinished@b.example"] {
        let started = Instant::now();
        let error = mailer.send(&mail(to)).await.unwrap_err();
        assert_eq!(error, transient(Why::TimedOut));
        assert!(started.elapsed() < Duration::from_secs(10));
        mailer.send(&mail("fine@b.example")).await.unwrap();
    }
    // The unfinished one was kept although we could not know: its Message-ID
    // is what lets a reader see that the re-send is the same.
    assert_eq!(server.mails().len(), 3);
}

#[tokio::test]
async fn a_greeting_that_never_comes_is_a_timeout() {
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = mute.local_addr().unwrap().port();
    let hasty = EmailSettings { timeout_seconds: 1, ..settings(port) };
    let error = Mailer::new(&hasty).unwrap().send(&mail("a@b.example")).await.unwrap_err();
    assert_eq!(error, transient(Why::TimedOut));
}

#[tokio::test]
async fn connections_are_kept_bounded_and_replaced_when_closed() {
    let server = Server::smtp(Protection::None, &[]);
    let mailer = Mailer::new(&settings(server.port)).unwrap();
    let to: Vec<Mail> = (0..12).map(|n| mail(&format!("p{n}@b.example"))).collect();
    let mut sending = tokio::task::JoinSet::new();
    let mailer = std::sync::Arc::new(mailer);
    for mail in to {
        let mailer = mailer.clone();
        sending.spawn(async move { mailer.send(&mail).await.map(|_| ()) });
    }
    for sent in sending.join_all().await {
        sent.unwrap();
    }
    for kept in server.mails() {
        let over = kept["headers"]["x-received"].as_str().unwrap().to_owned();
        assert!(["connection 0 ", "connection 1 "].iter().any(|c| over.starts_with(c)), "{over}");
    }
    for to in ["leaving@b.example", "leaving@b.example", "last@b.example"] {
        mailer.send(&mail(to)).await.unwrap();
    }
    assert_eq!(server.mails().len(), 15);
}

#[tokio::test]
async fn nothing_can_be_smuggled_into_the_headers() {
    let server = Server::smtp(Protection::None, &[]);
    let mailer = Mailer::new(&settings(server.port)).unwrap();
    let smuggling = |name: &str, value: &str| Mail {
        headers: vec![(name.to_owned(), value.to_owned())],
        ..mail("a@b.example")
    };
    for bad in [
        smuggling("X-A", "b\r\nBcc: c@d.example"),
        smuggling("X-A\r\nBcc", "c@d.example"),
        smuggling("Bcc", "c@d.example"),
        smuggling("Message-ID", "<x@y>"),
        smuggling("Content-Type", "text/html"),
        Mail { reply_to: Some("a@b\r\nBcc: c@d.example".to_owned()), ..mail("a@b.example") },
    ] {
        let error = mailer.send(&bad).await.unwrap_err();
        assert_eq!(error, Error::Permanent { why: Why::NotComposable });
    }
    for to in ["", "budi", "a@b.example, c@d.example", "a@b.example\r\nRCPT TO:<c@d.example>"] {
        let error = mailer.send(&mail(to)).await.unwrap_err();
        assert_eq!(error, Error::Permanent { why: Why::BadAddress }, "{to}");
    }
    // Without SMTPUTF8 at the relay such an address cannot be spoken.
    let error = mailer.send(&mail("büdi@b.example")).await.unwrap_err();
    assert_eq!(error, Error::Permanent { why: Why::NotComposable });
    let subject = "Judul\r\nBcc: c@d.example\r\n\r\nisi".to_owned();
    mailer.send(&Mail { subject, ..mail("a@b.example") }).await.unwrap();
    let kept = server.only_mail();
    assert!(kept["headers"].get("bcc").is_none());
    assert_eq!(kept["headers"]["subject"], "Judul  Bcc: c@d.example    isi");
    assert_eq!(text_of(&kept), TEXT.trim_end());
}

#[test]
fn settings_that_cannot_work_are_refused_before_anything_is_sent() {
    let refused = |settings: &EmailSettings| Mailer::new(settings).unwrap_err();
    for host in ["mail.example.go.id", "192.0.2.1", "localhost.example.id", "127.0.0.1.example"] {
        let remote = EmailSettings { host: host.to_owned(), ..settings(25) };
        assert_eq!(refused(&remote), SettingsError::UnencryptedRemote);
    }
    for host in ["localhost", "127.0.0.9", "::1"] {
        Mailer::new(&EmailSettings { host: host.to_owned(), ..settings(25) }).unwrap();
    }
    let nobody = EmailSettings { from: "LAPOR!".to_owned(), ..settings(25) };
    assert_eq!(refused(&nobody), SettingsError::From);
    let none = EmailSettings { connections_max: 0, ..settings(25) };
    assert_eq!(refused(&none), SettingsError::Zero);
    let trusted_certificates_pem =
        Some("-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n".to_owned());
    let garbled =
        EmailSettings { security: Security::Tls, trusted_certificates_pem, ..settings(25) };
    assert_eq!(refused(&garbled), SettingsError::Tls);
}

#[test]
fn the_configuration_reads_as_documented() {
    let settings: EmailSettings = toml::from_str(
        r#"
        host = "smtp.example.go.id"
        port = 587
        security = "starttls"
        login = { user = "lapor", password = "rahasia" }
        from = "LAPOR! <noreply@example.go.id>"
        connections_max = 4
        timeout_seconds = 60
        "#,
    )
    .unwrap();
    Mailer::new(&settings).unwrap();
    assert_eq!(settings.login.unwrap().password.reveal(), "rahasia");
    assert!(!format!("{:?}", mail("budi@rakyat.example")).contains("rakyat"));
}
