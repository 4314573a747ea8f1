//! Short messages through a real gateway.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use channels::sms::{MobileNumber, SettingsError, ShortMessage, SmsGateway, SmsSettings};
use channels::{Delivered, Error, Why};
use serde_json::json;

use crate::servers::{Protection, Server};

/// A provider as an operator would write it down.
fn provider(url: &str, request: &str) -> SmsSettings {
    toml::from_str(&format!(
        r#"
        url = "{url}"
        {request}
        sender = "LAPOR1708"
        connect_timeout_seconds = 10
        timeout_seconds = 20

        [success]
        pointer = "/status"
        accepted = ["queued"]
        never = ["bad-number"]
        id_pointer = "/message/id"
        "#
    ))
    .unwrap()
}

const FORM: &str = r#"
    method = "POST"
    body = "form"
    fields = { to = "{to}", text = "{text}", client_id = "{id}", from = "{sender}" }
"#;

fn at(server: &Server, path: &str) -> SmsGateway {
    let url = format!("http://127.0.0.1:{}{path}", server.port);
    SmsGateway::new(provider(&url, FORM)).unwrap()
}

fn message(text: &str) -> ShortMessage {
    ShortMessage {
        to: MobileNumber::parse("0812-3456-7890").unwrap(),
        text: text.to_owned(),
        id: "answered/7/3".to_owned(),
    }
}

fn transient(why: Why) -> Error {
    Error::Transient { why, retry_after: None }
}

async fn outcome(server: &Server, path: &str) -> Result<Delivered, Error> {
    at(server, path).send(&message("Laporan Anda dijawab.")).await
}

#[tokio::test]
async fn form_json_and_query_carry_the_same_message() {
    let server = Server::sms(Protection::None);
    let url = format!("http://127.0.0.1:{}/ok", server.port);
    let text = "Laporan “jalan & selokan” dijawab – {to}? 100% = ya+tidak…";
    let arrives = "Laporan \"jalan & selokan\" dijawab - {to}? 100% = ya+tidak...";
    let json_fields = r#"
        method = "PUT"
        body = "json"
        number_style = "bare"
        fields = { client_id = "{id}", to = ["{to}"], flash = false, sms = { text = "<{sender}> {text}" } }
    "#;
    let query = r#"
        method = "GET"
        body = "query"
        number_style = "national"
        fields = { msisdn = "{to}", text = "{text}", client_id = "{id}", unicode = 0 }
    "#;
    for (url, request) in [(&url, FORM), (&url, json_fields), (&format!("{url}?v=2"), query)] {
        let gateway = SmsGateway::new(provider(url, request)).unwrap();
        // The gateway knows our id again and answers with its first id.
        assert_eq!(gateway.send(&message(text)).await.unwrap().id, "gw-1");
    }
    let asked = server.requests();
    assert_eq!(
        asked[0]["fields"],
        json!({"to": "+6281234567890", "text": arrives, "client_id": "answered/7/3", "from": "LAPOR1708"})
    );
    assert_eq!(
        asked[1]["fields"],
        json!({"client_id": "answered/7/3", "to": ["6281234567890"], "flash": false,
               "sms": {"text": format!("<LAPOR1708> {arrives}")}})
    );
    assert_eq!(
        asked[2]["fields"],
        json!({"v": "2", "msisdn": "081234567890", "text": arrives, "client_id": "answered/7/3",
               "unicode": "0"})
    );
    let methods: Vec<_> = asked.iter().map(|request| request["method"].clone()).collect();
    assert_eq!(methods, ["POST", "PUT", "GET"]);
}

#[tokio::test]
async fn https_needs_a_trusted_certificate() {
    let server = Server::sms(Protection::Tls);
    let url = format!("https://127.0.0.1:{}/ok", server.port);
    let stranger = SmsGateway::new(provider(&url, FORM)).unwrap();
    assert_eq!(stranger.send(&message("halo")).await.unwrap_err(), transient(Why::Tls));
    let mut trusting = provider(&url, FORM);
    trusting.trusted_certificates_pem = Some(server.certificate_pem());
    SmsGateway::new(trusting).unwrap().send(&message("halo")).await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn every_answer_has_its_meaning() {
    let server = Server::sms(Protection::None);
    let asked_to_wait = |code, seconds| Error::Transient {
        why: Why::Refused { code },
        retry_after: Some(Duration::from_secs(seconds)),
    };
    for (path, expected) in [
        ("/busy", asked_to_wait(429, 7)),
        // A date counts from the answer's own date, two minutes earlier.
        ("/busy-until", asked_to_wait(503, 120)),
        ("/broken", transient(Why::Refused { code: 500 })),
        ("/malformed", Error::Permanent { why: Why::Refused { code: 400 } }),
        ("/rejected", transient(Why::NotAccepted)),
        ("/unassigned", Error::Permanent { why: Why::NotAccepted }),
        ("/garbage", transient(Why::AnswerNotUnderstood)),
        ("/key", transient(Why::Unwelcome { code: 401 })),
        ("/nowhere", transient(Why::Unwelcome { code: 404 })),
    ] {
        let error = outcome(&server, path).await.unwrap_err();
        assert_eq!(error, expected, "{path}");
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(!text.contains("812") && !text.contains("http"), "{text}");
        }
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = Server::sms(Protection::None);
    let error = outcome(&server, "/elsewhere").await.unwrap_err();
    assert_eq!(error, transient(Why::Unwelcome { code: 302 }));
    let paths: Vec<_> = server.requests().iter().map(|r| r["path"].clone()).collect();
    assert_eq!(paths, ["/elsewhere"]);
}

#[tokio::test]
async fn a_huge_answer_is_cut_off() {
    let server = Server::sms(Protection::None);
    let error = outcome(&server, "/huge").await.unwrap_err();
    assert_eq!(error, transient(Why::AnswerTooLarge));
    // The gateway notices that we hung up long before its 100 MB are out.
    let started = Instant::now();
    while !server.requests().iter().any(|entry| entry["hung_up"] == true) {
        assert!(started.elapsed() < Duration::from_secs(20), "the body was read to its end");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn silence_ends_with_the_timeout() {
    let server = Server::sms(Protection::None);
    for path in ["/slow", "/trickle"] {
        let mut hasty = provider(&format!("http://127.0.0.1:{}{path}", server.port), FORM);
        hasty.timeout_seconds = 1;
        let started = Instant::now();
        let error = SmsGateway::new(hasty).unwrap().send(&message("halo")).await.unwrap_err();
        assert_eq!(error, transient(Why::TimedOut), "{path}");
        assert!(started.elapsed() < Duration::from_secs(10));
    }
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let gateway = SmsGateway::new(provider(&format!("http://127.0.0.1:{port}/ok"), FORM)).unwrap();
    assert_eq!(gateway.send(&message("halo")).await.unwrap_err(), transient(Why::Unreachable));
}

#[tokio::test]
async fn headers_are_sent_and_not_shown() {
    let server = Server::sms(Protection::None);
    let request = format!("{FORM}\nheaders = {{ X-Key = \"right\" }}");
    let settings = provider(&format!("http://127.0.0.1:{}/key", server.port), &request);
    assert!(!format!("{settings:?}").contains("right"));
    let gateway = SmsGateway::new(settings).unwrap();
    assert!(!format!("{gateway:?}").contains("right"));
    gateway.send(&message("halo")).await.unwrap();
}

#[tokio::test]
async fn the_status_alone_can_be_the_rule() {
    let server = Server::sms(Protection::None);
    for (path, id_pointer) in
        [("/garbage", None), ("/garbage", Some("/id")), ("/huge", Some("/id")), ("/huge", None)]
    {
        let mut settings = provider(&format!("http://127.0.0.1:{}{path}", server.port), FORM);
        settings.success.pointer = None;
        settings.success.accepted.clear();
        settings.success.never.clear();
        settings.success.id_pointer = id_pointer.map(str::to_owned);
        let delivered = SmsGateway::new(settings).unwrap().send(&message("halo")).await.unwrap();
        // Accepted is accepted, also when no id can be found.
        assert_eq!(delivered.id, "answered/7/3");
    }
}

#[tokio::test]
async fn a_text_beyond_four_segments_is_refused_unsent() {
    let server = Server::sms(Protection::None);
    let gateway = at(&server, "/ok");
    gateway.send(&message(&"a".repeat(4 * 153))).await.unwrap();
    let error = gateway.send(&message(&"a".repeat(4 * 153 + 1))).await.unwrap_err();
    assert_eq!(error, Error::Permanent { why: Why::TooLong });
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let refused =
        |url: &str, request: &str| SmsGateway::new(provider(url, request)).map(|_| ()).unwrap_err();
    for url in ["http://sms.example.id/send", "http://10.0.0.1/", "http://127.0.0.1.example/"] {
        assert_eq!(refused(url, FORM), SettingsError::UnencryptedRemote, "{url}");
    }
    for url in ["ftp://127.0.0.1/", "send", "https://user:key@sms.example.id/", "https://a/#b"] {
        assert_eq!(refused(url, FORM), SettingsError::Url, "{url}");
    }
    let url = "https://sms.example.id/send";
    for fields in [
        r#"method = "GET"
           body = "form"
           fields = { to = "{to}" }"#,
        r#"method = "POST"
           body = "form"
           fields = { to = "{nomor}" }"#,
        r#"method = "POST"
           body = "json"
           fields = { a = [{ to = "{to" }] }"#,
        r#"method = "POST"
           body = "query"
           fields = { to = ["{to}"] }"#,
    ] {
        assert_eq!(refused(url, fields), SettingsError::Fields, "{fields}");
    }
    let header = format!("{FORM}\nheaders = {{ X-Key = \"a\\nb\" }}");
    assert_eq!(refused(url, &header), SettingsError::Header);
    let mut ruleless = provider(url, FORM);
    ruleless.success.accepted.clear();
    assert_eq!(SmsGateway::new(ruleless).unwrap_err(), SettingsError::Success);
    let mut hasty = provider(url, FORM);
    hasty.timeout_seconds = 0;
    assert_eq!(SmsGateway::new(hasty).unwrap_err(), SettingsError::Zero);
}
