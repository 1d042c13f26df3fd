//! `ProvingSystem` and the proofs that it makes.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use saya_circuits::profile::Profile;
use saya_circuits::system::error::SubBlockError;
use saya_circuits::system::job::SubBlockProof;
use saya_circuits::system::node::{NamedNode, SubBlockPlan};
use saya_circuits::system::ProvingSystem;
use saya_core::limbs;

use crate::authorisation::parse_authorisation;
use crate::contracts::PyContractSet;
use crate::faults::{internal, refused, rejected};
use crate::guard::guarded;
use crate::job::parse_job;
use crate::progress::Progress;
use crate::verify;

/// Entries of the sub-block circuits of `profile`, rising.
#[pyfunction]
pub fn capacities(py: Python<'_>, profile: &str) -> PyResult<Vec<usize>> {
    guarded(py, || {
        let profile = Profile::by_name(profile).map_err(refused)?;
        Ok(profile.capacities.to_vec())
    })
}

/// The circuits of one profile above the function leaves.
#[pyclass(frozen, name = "ProvingSystem", module = "saya_py._native")]
pub struct PyProvingSystem(ProvingSystem);

#[pymethods]
impl PyProvingSystem {
    #[staticmethod]
    #[pyo3(signature = (profile, progress=None))]
    fn build(py: Python<'_>, profile: &str, progress: Option<Py<PyAny>>) -> PyResult<Self> {
        let progress = Progress::new(progress);
        let built = guarded(py, || {
            let profile = Profile::by_name(profile).map_err(refused)?;
            ProvingSystem::build(profile, &|stage, seconds| progress.report(stage, seconds))
                .map_err(internal)
        });
        progress.finish(built).map(Self)
    }

    /// Names the circuit family, and how calls are authorised: a number below 2^252 as 32 bytes, big-endian.
    fn os_version<'py>(
        &self,
        py: Python<'py>,
        authorisation: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let authorisation = parse_authorisation(authorisation)?;
        Ok(PyBytes::new(py, &self.0.os_version(authorisation)))
    }

    /// Proves the sub-block that `job` (JSON) describes.
    #[pyo3(signature = (contracts, job, progress=None))]
    fn prove_sub_block(
        &self,
        py: Python<'_>,
        contracts: &PyContractSet,
        job: &str,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<PySubBlockProof> {
        let progress = Progress::new(progress);
        let proven = guarded(py, || {
            let job = parse_job(job)?;
            self.0
                .prove_sub_block(&contracts.0, &job, &|stage, seconds| {
                    progress.report(stage, seconds)
                })
                .map_err(fault)
        });
        progress.finish(proven).map(PySubBlockProof)
    }

    /// What there is to prove for the sub-block that `job` (JSON) describes.
    fn plan(
        &self,
        py: Python<'_>,
        contracts: &PyContractSet,
        job: &str,
    ) -> PyResult<PySubBlockPlan> {
        guarded(py, || {
            let job = parse_job(job)?;
            let plan = self.0.plan(&contracts.0, &job).map_err(fault)?;
            PySubBlockPlan::new(plan)
        })
    }

    /// Proves a node of a plan over the proofs of its children.
    #[pyo3(signature = (contracts, circuit, input, children, progress=None))]
    fn prove_node<'py>(
        &self,
        py: Python<'py>,
        contracts: &PyContractSet,
        circuit: [u8; 32],
        input: &[u8],
        children: Vec<Vec<u8>>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let progress = Progress::new(progress);
        let proven = guarded(py, || {
            let report = |stage: &str, seconds| progress.report(stage, seconds);
            let set = &contracts.0;
            (self.0)
                .prove_node_bytes(set, circuit, input, &children, &report)
                .map_err(fault)
        });
        Ok(PyBytes::new(py, &progress.finish(proven)?))
    }

    /// Checks a proof of `statement` (JSON) as the chain does.
    fn verify(
        &self,
        py: Python<'_>,
        statement: &str,
        commit: [u8; 32],
        proof: &[u8],
    ) -> PyResult<()> {
        guarded(py, || {
            let (statement, commit) = verify::parse(statement, &commit)?;
            self.0.verify(&statement, commit, proof).map_err(rejected)
        })
    }
}

/// What there is to prove for a sub-block, node by node.
#[pyclass(frozen, name = "SubBlockPlan", module = "saya_py._native")]
pub struct PySubBlockPlan {
    nodes: Vec<PlannedNode>,
    outcome: SubBlockProof,
}

/// Kind, name of the circuit, the job as JSON, and the places of the children.
struct PlannedNode(&'static str, [u8; 32], Vec<u8>, Vec<usize>);

impl PySubBlockPlan {
    fn new(plan: SubBlockPlan) -> PyResult<Self> {
        let nodes = plan.nodes.into_iter().map(|NamedNode { circuit, node }| {
            let job = serde_json::to_vec(&node.job).map_err(internal)?;
            Ok(PlannedNode(node.job.kind(), circuit, job, node.children))
        });
        Ok(Self {
            nodes: nodes.collect::<PyResult<_>>()?,
            outcome: SubBlockProof {
                commit: plan.statement.commit(),
                statement: plan.statement,
                proof: vec![],
                stages: vec![],
            },
        })
    }
}

#[pymethods]
impl PySubBlockPlan {
    /// Kind, name of the circuit, input and places of the children of each node; each comes after its children.
    #[getter]
    fn nodes<'py>(&self, py: Python<'py>) -> Vec<NodeParts<'py>> {
        let nodes = self.nodes.iter();
        nodes
            .map(|PlannedNode(kind, circuit, job, children)| {
                (
                    *kind,
                    PyBytes::new(py, circuit),
                    PyBytes::new(py, job),
                    children.clone(),
                )
            })
            .collect()
    }

    /// The sub-block as it will be proven: without a proof and stages.
    #[getter]
    fn outcome(&self) -> PySubBlockProof {
        PySubBlockProof(self.outcome.clone())
    }
}

type NodeParts<'py> = (
    &'static str,
    Bound<'py, PyBytes>,
    Bound<'py, PyBytes>,
    Vec<usize>,
);

/// Another job would do, or not.
fn fault(error: SubBlockError) -> PyErr {
    match error.is_job_error() {
        true => refused(error),
        false => internal(error),
    }
}

/// A proven sub-block and everything that settles it.
#[pyclass(frozen, name = "SubBlockProof", module = "saya_py._native")]
pub struct PySubBlockProof(SubBlockProof);

#[pymethods]
impl PySubBlockProof {
    /// The statement as JSON.
    #[getter]
    fn statement(&self) -> String {
        serde_json::to_string(&self.0.statement).expect("a statement has only strings and numbers")
    }

    /// Touched keys.
    #[getter]
    fn entries(&self) -> usize {
        self.0.statement.entries().len()
    }

    /// Calls in it, those of bundles too.
    #[getter]
    fn call_count(&self) -> u32 {
        self.0.statement.head().call_count
    }

    /// The input list as calldata: 64 bytes an entry.
    #[getter]
    fn inputs<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.statement.input_bytes())
    }

    /// The output list as calldata: 36 bytes a changed entry.
    #[getter]
    fn outputs<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.statement.output_bytes())
    }

    /// Digest of the calls, 32 bytes.
    #[getter]
    fn calls_out<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &limbs::to_bytes(&self.0.statement.head().calls_out))
    }

    /// Digest of the events, 32 bytes.
    #[getter]
    fn log_out<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &limbs::to_bytes(&self.0.statement.head().log_out))
    }

    /// The circuit's commitment, 32 bytes.
    #[getter]
    fn commit<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &limbs::to_bytes(&self.0.commit))
    }

    /// The proof's bytes, as the chain reads them.
    #[getter]
    fn proof<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.proof)
    }

    /// Name and seconds of each stage, in order.
    #[getter]
    fn stages(&self) -> Vec<(String, f64)> {
        self.0.stages.clone()
    }
}
