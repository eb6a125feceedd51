// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

interface TokenWithoutAnswer {
    function transfer(address to, uint256 value) external;
}

/// What a deposit address delegates to (EIP-7702). Tokens can go to the treasury and nowhere else, and only when the
/// operator says so: were a stranger able to trigger it, the money would stay the merchant's, but move behind the back
/// of the books. All four addresses are part of the code, so that nothing lies in the storage of a deposit address.
contract SweepDelegate {
    address private immutable self = address(this);
    address private immutable operator;
    address public immutable treasury;
    TokenWithoutAnswer private immutable token;

    constructor(address operator_, address treasury_, TokenWithoutAnswer token_) {
        operator = operator_;
        treasury = treasury_;
        token = token_;
    }

    /// Native coin that is sent to a deposit address for a transfer of its own arrives as before.
    receive() external payable {}

    /// At a deposit address: so many tokens go to the treasury.
    function sweep(uint256 value) external {
        require(msg.sender == self, "only a batch");
        token.transfer(treasury, value);
    }

    /// At the contract: sweeps every member of the batch. One that can't be swept undoes no other.
    function sweepAll(address[] calldata members, uint256[] calldata values) external returns (bool[] memory swept) {
        require(msg.sender == operator, "only the operator");
        swept = new bool[](members.length);
        for (uint256 i; i < members.length; ++i) {
            (swept[i], ) = members[i].call(abi.encodeCall(this.sweep, (values[i])));
        }
    }
}
