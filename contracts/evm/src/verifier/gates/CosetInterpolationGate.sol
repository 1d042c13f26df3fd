// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Ext, EXT_ONE, P, extScale, feltInverse, rootOfUnity} from "../Ext2.sol";
import {GateRow} from "./GateRow.sol";
import {algebraMul} from "./Algebra.sol";

/// @title plonky2's CosetInterpolationGate
/// @notice Evaluates at a point the polynomial whose values on a coset of the 2^bits-th roots of unity are given.
/// @dev Wires: shift; values (pairs from 1); point; value there; intermediate evaluations; intermediate products;
/// the point divided by the shift. The domain point x_i = g^i has the barycentric weight x_i / 2^bits.
library CosetInterpolationGate {
    /// @dev The running evaluation and product, both in the algebra, and the shifted point.
    struct State {
        Ext eval0;
        Ext eval1;
        Ext prod0;
        Ext prod1;
        Ext x0;
        Ext x1;
        uint256 generator;
        uint256 domainPoint;
        uint256 inverseSize;
    }

    function evaluate(GateRow memory row, uint256 bits, uint256 degree) internal pure {
        uint256 size = 1 << bits;
        uint256 intermediates = (size - 2) / (degree - 1);
        uint256 pointAt = 1 + 2 * size;
        uint256 evalsAt = pointAt + 4;
        uint256 prodsAt = evalsAt + 2 * intermediates;

        State memory s;
        (s.x0, s.x1) = row.pair(prodsAt + 2 * intermediates);
        _shift(row, s, pointAt);

        s.prod0 = EXT_ONE;
        s.generator = rootOfUnity(bits);
        s.domainPoint = 1;
        s.inverseSize = feltInverse(size);
        _interpolate(row, s, 0, degree);
        for (uint256 i = 0; i < intermediates; ++i) {
            _checkpoint(row, s, evalsAt + 2 * i, prodsAt + 2 * i);
            uint256 start = 1 + (degree - 1) * (i + 1);
            uint256 end = start + degree - 1;
            _interpolate(row, s, start, end < size ? end : size);
        }
        (Ext value0, Ext value1) = row.pair(pointAt + 2);
        row.push(value0 - s.eval0, value1 - s.eval1);
    }

    /// @dev point = shifted point · shift.
    function _shift(GateRow memory row, State memory s, uint256 pointAt) private pure {
        Ext shift = row.wire(0);
        (Ext point0, Ext point1) = row.pair(pointAt);
        row.push(point0 - s.x0 * shift, point1 - s.x1 * shift);
    }

    /// @dev The wires hold the running values here; go on from the wires.
    function _checkpoint(GateRow memory row, State memory s, uint256 evalAt, uint256 prodAt) private pure {
        (Ext eval0, Ext eval1) = row.pair(evalAt);
        (Ext prod0, Ext prod1) = row.pair(prodAt);
        row.push(eval0 - s.eval0, eval1 - s.eval1);
        row.push(prod0 - s.prod0, prod1 - s.prod1);
        (s.eval0, s.eval1) = (eval0, eval1);
        (s.prod0, s.prod1) = (prod0, prod1);
    }

    /// @dev For each point of the range: eval = eval·(x − x_i) + weight_i·value_i·prod; prod = prod·(x − x_i).
    function _interpolate(GateRow memory row, State memory s, uint256 start, uint256 end) private pure {
        for (uint256 i = start; i < end; ++i) {
            Ext term0 = s.x0 - Ext.wrap(s.domainPoint);
            (s.eval0, s.eval1) = algebraMul(s.eval0, s.eval1, term0, s.x1);
            _addWeightedValue(row, s, i);
            (s.prod0, s.prod1) = algebraMul(s.prod0, s.prod1, term0, s.x1);
            s.domainPoint = mulmod(s.domainPoint, s.generator, P);
        }
    }

    function _addWeightedValue(GateRow memory row, State memory s, uint256 i) private pure {
        (Ext value0, Ext value1) = row.pair(1 + 2 * i);
        uint256 weight = mulmod(s.domainPoint, s.inverseSize, P);
        (value0, value1) = algebraMul(s.prod0, s.prod1, extScale(value0, weight), extScale(value1, weight));
        s.eval0 = s.eval0 + value0;
        s.eval1 = s.eval1 + value1;
    }
}
