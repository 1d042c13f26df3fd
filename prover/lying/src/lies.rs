//! The lies: each violates one check, and would pass a verifier that lacks just this one.

use plonky2::field::types::Field;
use plonky2::gates::public_input::PublicInputGate;
use plonky2::hash::hash_types::HashOut;
use saya_circuits::types::F;
use saya_verifier::examine::Extension;

use crate::check::Check;
use crate::circuit::EveryGate;
use crate::script::{Oracle, Permutation, Script, Swap, Term};
use crate::table::wires_of_row;

/// A lie with what it is meant to show.
#[derive(Clone, Debug)]
pub struct Lie {
    /// Unique; usable as a file name.
    pub name: String,
    pub check: Check,
    pub meaning: String,
    pub script: Script,
}

/// Every lie for `circuit`. Fails when a gate cannot be violated alone.
pub fn lies(circuit: &EveryGate) -> anyhow::Result<Vec<Lie>> {
    let mut lies = gate_lies(circuit)?;
    lies.extend(permutation_lies(circuit));
    lies.extend(opening_lies(circuit));
    lies.extend(path_lies(circuit));
    lies.extend(fri_lies(circuit));
    for lie in &mut lies {
        lie.name = lie.name.replace(':', "-");
    }
    Ok(lies)
}

fn lie(circuit: &EveryGate, check: Check, meaning: &str, script: Script) -> Lie {
    Lie {
        name: check.name(circuit.table.common()),
        check,
        meaning: meaning.into(),
        script,
    }
}

/// For each gate with constraints, a witness that violates nothing else.
fn gate_lies(circuit: &EveryGate) -> anyhow::Result<Vec<Lie>> {
    let gates = &circuit.table.common().gates;
    let mut lies = vec![];
    for (number, gate) in gates.iter().enumerate() {
        if gate.0.num_constraints() == 0 {
            continue;
        }
        let (meaning, mut script) = if gate.0.as_any().is::<PublicInputGate>() {
            (
                "other public inputs than the circuit computed",
                other_public_inputs(circuit),
            )
        } else {
            let cell = free_cell(circuit, number)
                .ok_or_else(|| anyhow::anyhow!("no cell violates {} alone", gate.0.id()))?;
            (
                "a cell that only this gate constrains has another value",
                Script {
                    cells: vec![cell],
                    ..Script::default()
                },
            )
        };
        script.dropped = Some(Term::Gate(number));
        lies.push(lie(
            circuit,
            Check::Term(Term::Gate(number)),
            meaning,
            script,
        ));
    }
    Ok(lies)
}

fn other_public_inputs(circuit: &EveryGate) -> Script {
    let mut public_inputs = circuit.public_inputs;
    public_inputs[0] += F::ONE;
    Script {
        public_inputs: Some(public_inputs.to_vec()),
        ..Script::default()
    }
}

/// A cell that nothing is wired to and that constraints of the gate depend on.
fn free_cell(circuit: &EveryGate, gate: usize) -> Option<(usize, usize, F)> {
    let table = &circuit.table;
    let violates = |row: usize, column: usize| {
        let mut wires = wires_of_row(&circuit.witness, row);
        wires[column] += F::ONE;
        let lift = |values: &[F]| values.iter().map(|&v| v.into()).collect::<Vec<Extension>>();
        let constants = lift(&table.constants_of_row(row));
        let values = table.constraints_of_gate(gate, &constants, &lift(&wires), &HashOut::ZERO);
        values.iter().any(|value| !value.is_zero())
    };
    let wires = table.common().gates[gate].0.num_wires();
    table
        .rows_of_gate(gate)
        .flat_map(|row| (0..wires).map(move |column| (row, column)))
        .find(|&(row, column)| table.is_free(row, column) && violates(row, column))
        .map(|(row, column)| (row, column, F::ONE))
}

/// A cell without constraints loses its copy, and the argument for it is bent at each place that it can be.
fn permutation_lies(circuit: &EveryGate) -> Vec<Lie> {
    let broken = |permutation, dropped| Script {
        cells: vec![broken_copy(circuit)],
        permutation,
        dropped,
        ..Script::default()
    };
    let term = |term, meaning, permutation| {
        lie(
            circuit,
            Check::Term(term),
            meaning,
            broken(permutation, Some(term)),
        )
    };
    let mut lies = vec![term(
        Term::Start,
        "all products are zero, so Z does not start at one",
        Permutation::Zero,
    )];
    for chunk in 0..=circuit.table.common().num_partial_products {
        let jump = Permutation::JumpInChunk(chunk);
        lies.push(term(
            Term::Chunk(chunk),
            "two wired cells differ, and this product hides it",
            jump,
        ));
    }
    for repetition in 0..circuit.table.common().config.num_challenges {
        let script = Script {
            false_quotient: Some(repetition),
            ..Script::default()
        };
        let meaning = "the quotient of this repetition belongs to nothing";
        lies.push(lie(circuit, Check::Identity(repetition), meaning, script));
    }
    lies
}

fn broken_copy(circuit: &EveryGate) -> (usize, usize, F) {
    (circuit.wired_rows[0], 0, F::ONE)
}

/// The wiring is dropped altogether: only the verifier's own cap stands against it.
fn unwired(circuit: &EveryGate, swap: Swap) -> Script {
    Script {
        cells: vec![broken_copy(circuit)],
        unwired: true,
        swap: Some(swap),
        ..Script::default()
    }
}

/// What is claimed at zeta belongs to other polynomials than the leaves.
fn opening_lies(circuit: &EveryGate) -> Vec<Lie> {
    let meaning = "the openings are those of polynomials that were not committed to";
    let mut lies: Vec<_> = Oracle::ALL
        .into_iter()
        .map(|oracle| {
            let swap = Swap::Openings(oracle);
            let script = match oracle {
                Oracle::ConstantsSigmas => unwired(circuit, swap),
                _ => Script {
                    swap: Some(swap),
                    ..Script::default()
                },
            };
            lie(circuit, Check::Opening(oracle), meaning, script)
        })
        .collect();
    let script = Script {
        cells: vec![broken_copy(circuit)],
        permutation: Permutation::JumpToNext,
        swap: Some(Swap::NextOpenings),
        ..Script::default()
    };
    lies.push(lie(
        circuit,
        Check::NextOpening,
        "what is claimed for Z at g·zeta is not Z",
        script,
    ));
    lies
}

/// Revealed values are consistent with everything but their cap.
fn path_lies(circuit: &EveryGate) -> Vec<Lie> {
    let swapped = |swap| Script {
        swap: Some(swap),
        ..Script::default()
    };
    let mut lies = vec![];
    for oracle in Oracle::ALL {
        let check = Check::LeafPath(oracle);
        let all = match oracle {
            Oracle::ConstantsSigmas => unwired(circuit, Swap::Leaves(oracle)),
            _ => swapped(Swap::Leaves(oracle)),
        };
        lies.push(lie(
            circuit,
            check,
            "the leaves were chosen after the commitment",
            all,
        ));
        let last = lie(
            circuit,
            check,
            "one path of the last query is wrong",
            swapped(Swap::LastPath(oracle)),
        );
        lies.push(Lie {
            name: format!("{}:last-query", last.name),
            ..last
        });
    }
    for layer in 0..circuit.table.common().fri_params.reduction_arity_bits.len() {
        let check = Check::LayerPath(layer);
        let all = swapped(Swap::Layer(layer));
        lies.push(lie(
            circuit,
            check,
            "the layer was chosen after its challenge",
            all,
        ));
        let last = swapped(Swap::LastLayerPath(layer));
        let last = lie(circuit, check, "one path of the last query is wrong", last);
        lies.push(Lie {
            name: format!("{}:last-query", last.name),
            ..last
        });
    }
    lies
}

/// A layer is another polynomial than the fold before gives, or the work was not done.
fn fri_lies(circuit: &EveryGate) -> Vec<Lie> {
    let folds = circuit.table.common().fri_params.reduction_arity_bits.len();
    let false_layer = |layer| Script {
        false_layer: Some(layer),
        ..Script::default()
    };
    let meaning = "this layer is not the fold of what came before";
    let mut lies: Vec<_> = (0..folds)
        .map(|fold| lie(circuit, Check::FoldValue(fold), meaning, false_layer(fold)))
        .collect();
    lies.push(lie(
        circuit,
        Check::Final,
        "the final polynomial is not the last fold",
        false_layer(folds),
    ));
    let weak = Script {
        weak_grinding: true,
        ..Script::default()
    };
    lies.push(lie(
        circuit,
        Check::Grinding,
        "grinding stopped one bit too early",
        weak,
    ));
    lies
}
