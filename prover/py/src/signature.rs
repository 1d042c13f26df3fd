//! Keys, signing and verifying.

use pyo3::import_exception;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use saya_core::limbs::{from_bytes, to_bytes};
use saya_core::signature::{KeyId, KeyRoot, PublicKey, Signature, SignatureError, SigningKey};
use saya_core::{Digest, Felt};

use crate::guard::guarded;

import_exception!(saya_py.core.errors, SignatureRejected);

/// A key that signs. It keeps no record of the nonces it used: the wallet does.
#[pyclass(frozen, name = "SigningKey", module = "saya_py._native")]
pub struct PySigningKey(SigningKey);

#[pymethods]
impl PySigningKey {
    /// Computes the key's 4,096 leaves, on every core.
    #[staticmethod]
    fn generate(
        py: Python<'_>,
        master: [u8; 32],
        domain: [u8; 32],
        user: u32,
        lane: u32,
        epoch: u32,
        first_nonce: u32,
    ) -> PyResult<Self> {
        guarded(py, || {
            let id = key_id(&domain, user, lane, epoch)?;
            Ok(Self(SigningKey::generate(&master, &id, first_nonce)))
        })
    }

    /// The key that `leaves` were kept of; another key's leaves give another public key.
    #[staticmethod]
    #[expect(
        clippy::too_many_arguments,
        reason = "those of `generate`, and the leaves"
    )]
    fn from_leaves(
        py: Python<'_>,
        master: [u8; 32],
        domain: [u8; 32],
        user: u32,
        lane: u32,
        epoch: u32,
        first_nonce: u32,
        leaves: &[u8],
    ) -> PyResult<Self> {
        guarded(py, || {
            let id = key_id(&domain, user, lane, epoch)?;
            let (words, rest) = leaves.as_chunks::<32>();
            let leaves = words.iter().map(from_bytes).collect::<Result<_, _>>();
            let leaves: Vec<Digest> = leaves.map_err(SignatureError::from).map_err(rejected)?;
            SigningKey::from_leaves(&master, &id, first_nonce, leaves)
                .filter(|_| rest.is_empty())
                .map(Self)
                .ok_or_else(|| {
                    let message = "these are not the 4096 leaves of a key; generate the key again";
                    SignatureRejected::new_err(("LEAVES", message))
                })
        })
    }

    #[getter]
    fn public_key<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.public().to_bytes())
    }

    #[getter]
    fn leaves<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let leaves: Vec<[u8; 32]> = self.0.leaves().iter().map(to_bytes).collect();
        PyBytes::new(py, leaves.as_flattened())
    }

    /// Signs `digest` as the one message of `nonce`.
    fn sign<'py>(
        &self,
        py: Python<'py>,
        nonce: u32,
        digest: [u8; 32],
    ) -> PyResult<Bound<'py, PyBytes>> {
        let signature = guarded(py, || {
            let digest = digest_of(&digest)?;
            self.0.sign(nonce, &digest).map_err(rejected)
        });
        Ok(PyBytes::new(py, &signature?.to_bytes()))
    }
}

/// The key root of a public key: 24 bytes.
#[pyfunction]
pub fn key_root<'py>(py: Python<'py>, public_key: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    let public = PublicKey::from_bytes(public_key).map_err(rejected)?;
    let words = public.key_root().map(|limb| limb.value().to_be_bytes());
    Ok(PyBytes::new(py, words.as_flattened()))
}

/// Checks that `signature` is for `digest` and `nonce`, by the key that an account of `domain` and `lane` holds.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "account, call and signature")]
pub fn verify_signature(
    py: Python<'_>,
    public_key: &[u8],
    domain: [u8; 32],
    lane: u32,
    key_root: [u8; 24],
    nonce: u32,
    digest: [u8; 32],
    signature: &[u8],
) -> PyResult<()> {
    guarded(py, || {
        let public = PublicKey::from_bytes(public_key).map_err(rejected)?;
        let signature = Signature::from_bytes(signature).map_err(rejected)?;
        let (domain, key_root) = (digest_of(&domain)?, key_root_of(&key_root)?);
        let digest = digest_of(&digest)?;
        let expected = public.expect(&domain, lane, &key_root);
        expected
            .and_then(|()| public.verify(nonce, &digest, &signature))
            .map_err(rejected)
    })
}

fn key_id(domain: &[u8; 32], user: u32, lane: u32, epoch: u32) -> PyResult<KeyId> {
    let domain = digest_of(domain)?;
    Ok(KeyId {
        domain,
        user,
        lane,
        epoch,
    })
}

fn digest_of(bytes: &[u8; 32]) -> PyResult<Digest> {
    from_bytes(bytes).map_err(|error| rejected(error.into()))
}

fn key_root_of(bytes: &[u8; 24]) -> PyResult<KeyRoot> {
    let mut limbs = KeyRoot::default();
    for (limb, word) in limbs.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *limb = Felt::new(u64::from_be_bytes(*word)).map_err(|error| rejected(error.into()))?;
    }
    Ok(limbs)
}

fn rejected(error: SignatureError) -> PyErr {
    SignatureRejected::new_err((error.code(), error.to_string()))
}
