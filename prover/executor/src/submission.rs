//! What players and operators hand in: a call, or a bundle of calls under one signature.

use saya_core::bundle::Bundle;
use saya_core::calls::Call;
use saya_core::limbs::{parse_hex, to_hex};
use saya_core::signature::{PublicKey, Signature};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A call, or several that one signature authorises.
///
/// In JSON `{"call"}` for a call of mode none, `{"call", "public_key", "signature"}` for one of mode inline, and
/// `{"bundle", "calls", "public_key", "signature"}` for a bundle; key and signature are their bytes as 0x-prefixed hex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submission {
    Call(SignedCall),
    Bundle(SignedBundle),
}

/// A call, signed unless its mode is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCall {
    pub call: Call,
    pub signed: Option<Signed>,
}

/// Calls of mode pop, and the signature that authorises them all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedBundle {
    pub bundle: Bundle,
    pub calls: Vec<Call>,
    pub signed: Signed,
}

/// A signature and the key that it is checked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub public_key: PublicKey,
    pub signature: Signature,
}

impl Submission {
    /// The calls in it, in order.
    pub fn calls(&self) -> &[Call] {
        match self {
            Self::Call(signed) => std::slice::from_ref(&signed.call),
            Self::Bundle(signed) => &signed.calls,
        }
    }

    /// A call that nobody signed.
    pub fn unsigned(call: Call) -> Self {
        Self::Call(SignedCall { call, signed: None })
    }
}

/// The JSON form, before it is known which of the two it is.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    call: Option<Call>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bundle: Option<Bundle>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    calls: Option<Vec<Call>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    public_key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
}

impl Parts {
    fn signed(&self) -> Result<Option<Signed>, String> {
        let (key, signature) = match (&self.public_key, &self.signature) {
            (None, None) => return Ok(None),
            (Some(key), Some(signature)) => (key, signature),
            _ => return Err("public_key and signature go together: give both, or none".into()),
        };
        let key: [u8; PublicKey::BYTES] = parse_hex(key).map_err(|e| format!("public_key: {e}"))?;
        let signature: [u8; Signature::BYTES] =
            parse_hex(signature).map_err(|e| format!("signature: {e}"))?;
        Ok(Some(Signed {
            public_key: PublicKey::from_bytes(&key).map_err(|e| format!("public_key: {e}"))?,
            signature: Signature::from_bytes(&signature).map_err(|e| format!("signature: {e}"))?,
        }))
    }

    fn submission(self) -> Result<Submission, String> {
        let signed = self.signed()?;
        match (self.call, self.bundle, self.calls) {
            (Some(call), None, None) => Ok(Submission::Call(SignedCall { call, signed })),
            (None, Some(bundle), Some(calls)) => Ok(Submission::Bundle(SignedBundle {
                bundle,
                calls,
                signed: signed.ok_or("a bundle needs public_key and signature")?,
            })),
            _ => Err("a submission is either a call, or a bundle with its calls".into()),
        }
    }
}

impl<'de> Deserialize<'de> for Submission {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = Parts::deserialize(deserializer)?;
        parts.submission().map_err(D::Error::custom)
    }
}

impl Serialize for Submission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (call, bundle, calls, signed) = match self.clone() {
            Self::Call(SignedCall { call, signed }) => (Some(call), None, None, signed),
            Self::Bundle(SignedBundle {
                bundle,
                calls,
                signed,
            }) => (None, Some(bundle), Some(calls), Some(signed)),
        };
        let parts = Parts {
            call,
            bundle,
            calls,
            public_key: signed.as_ref().map(|s| to_hex(&s.public_key.to_bytes())),
            signature: signed.as_ref().map(|s| to_hex(&s.signature.to_bytes())),
        };
        parts.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_neither_is_refused_by_name() {
        let call = json!({"contract": 1, "function": 1, "args": [], "user": 1, "valid_until": 9});
        let bundle = json!({"signer": 1, "lane": 0, "nonce": 0});
        let unsigned: Submission = serde_json::from_value(json!({ "call": call })).unwrap();
        assert_eq!(unsigned.calls().len(), 1);
        assert_eq!(
            serde_json::from_str::<Submission>(&serde_json::to_string(&unsigned).unwrap()).unwrap(),
            unsigned
        );
        for (bad, message) in [
            (json!({}), "either a call, or a bundle"),
            (
                json!({"call": call, "bundle": bundle}),
                "either a call, or a bundle",
            ),
            (json!({"bundle": bundle, "calls": []}), "a bundle needs"),
            (json!({"call": call, "signature": "0x"}), "go together"),
            (
                json!({"call": call, "signature": "0x", "public_key": "0x"}),
                "public_key: ",
            ),
            (json!({"call": call, "more": 1}), "unknown field"),
        ] {
            let refused = serde_json::from_value::<Submission>(bad).unwrap_err();
            assert!(refused.to_string().contains(message), "{refused}");
        }
    }
}
