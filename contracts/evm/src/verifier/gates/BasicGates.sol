// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext, EXT_ONE, EXT_ZERO, extScale} from "../Ext2.sol";
import {GateRow} from "./GateRow.sol";

/// @title plonky2's ConstantGate, PublicInputGate, BaseSumGate and ExponentiationGate
library BasicGates {
    /// @dev Wire i = constant i.
    function constants(GateRow memory row, uint256 count) internal pure {
        for (uint256 i = 0; i < count; ++i) {
            row.push(row.constantAt(i) - row.wire(i));
        }
    }

    /// @dev Wires 0..3 = the hash of the public inputs.
    function publicInput(GateRow memory row) internal pure {
        for (uint256 i = 0; i < 4; ++i) {
            Ext limb;
            assembly ("memory-safe") {
                limb := mload(add(mload(add(row, 128)), shl(5, i)))
            }
            row.push(row.wire(i) - limb);
        }
    }

    /// @dev Wire 0 = Σ base^i·limb_i, limbs in wires 1..; each limb is one of 0 .. base − 1.
    function baseSum(GateRow memory row, uint256 base, uint256 limbs) internal pure {
        Ext sum = EXT_ZERO;
        for (uint256 i = limbs; i != 0; --i) {
            sum = extScale(sum, base) + row.wire(i);
        }
        row.push(sum - row.wire(0));
        for (uint256 i = 1; i <= limbs; ++i) {
            Ext limb = row.wire(i);
            Ext product = limb;
            for (uint256 value = 1; value < base; ++value) {
                product = product * (limb - Ext.wrap(value));
            }
            row.push(product);
        }
    }

    /// @dev Wires: base, `bits` exponent bits (least significant first), output, `bits` intermediate values.
    function exponentiation(GateRow memory row, uint256 bits) internal pure {
        Ext base = row.wire(0);
        Ext previous = EXT_ONE;
        for (uint256 i = 0; i < bits; ++i) {
            Ext bit = row.wire(bits - i);
            Ext intermediate = row.wire(2 + bits + i);
            row.push(previous * (bit * base + (EXT_ONE - bit)) - intermediate);
            previous = intermediate * intermediate;
        }
        row.push(row.wire(1 + bits) - row.wire(1 + 2 * bits));
    }
}
