//! Telephone numbers and e-mail addresses as people type them.

/// The E.164 form of an Indonesian number (`0812…`, `62812…`, `+62 812…`) or of a foreign one
/// typed with its plus; `None` when it is neither.
pub(crate) fn phone(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let digits: String =
        typed.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')')).collect();
    let (plus, digits) = match digits.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, digits.as_str()),
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = match (digits.strip_prefix("62"), digits.strip_prefix('0')) {
        (Some(rest), _) => format!("62{}", rest.strip_prefix('0').unwrap_or(rest)),
        (None, Some(rest)) if !plus => format!("62{rest}"),
        _ if plus && !digits.starts_with('0') => digits.to_owned(),
        _ => return None,
    };
    (9..=15).contains(&number.len()).then(|| format!("+{number}"))
}

/// Whether mail can be sent there as far as one can see: one `@`, a dot behind it, no spaces.
pub(crate) fn is_email(typed: &str) -> bool {
    let Some((name, host)) = typed.split_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty()
            && !part
                .contains(|c: char| c.is_whitespace() || c.is_control() || "@<>,;\"()".contains(c))
    };
    let dotted = host.split('.').count() >= 2 && host.split('.').all(|label| !label.is_empty());
    plain(name) && plain(host) && dotted && typed.len() <= 254
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_in_every_spelling() {
        for typed in [
            "081234567890",
            "0812-3456-7890",
            "+62 812 3456 7890",
            "6281234567890",
            "+62 0812 34567890",
        ] {
            assert_eq!(phone(typed).as_deref(), Some("+6281234567890"), "{typed}");
        }
        assert_eq!(phone("+60 12 345 6789").as_deref(), Some("+60123456789"));
        for wrong in ["", "0812", "812345", "telepon", "08123456789012345678", "+0812"] {
            assert_eq!(phone(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_address_has_a_name_and_a_host() {
        assert!(is_email("siti@contoh.go.id"));
        for wrong in [
            "siti",
            "siti@",
            "@contoh.id",
            "siti@contoh",
            "si ti@contoh.id",
            "a@b@c.id",
            "a@b..id",
            "a\n@b.id",
        ] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }
}
