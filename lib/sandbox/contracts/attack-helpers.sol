// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Same name, same event, worthless: what a gateway that forgets to compare contract addresses would credit.
contract FakeUsdt {
    string public constant name = "Tether USD";
    string public constant symbol = "USDT";
    uint8 public constant decimals = 6;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function spoof(address from, address to, uint256 value) external {
        emit Transfer(from, to, value);
    }

    function balanceOf(address) external pure returns (uint256) {
        return 1e15;
    }
}

interface Token {
    function transfer(address to, uint256 value) external;
}

/// Pays from its own balance in the ways that an honest wallet does not.
contract Disperser {
    error Undone();

    /// Many transfers inside one transaction.
    function disperse(Token token, address[] calldata to, uint256[] calldata values) external {
        for (uint256 i = 0; i < to.length; ++i) token.transfer(to[i], values[i]);
    }

    /// The transfer happens and is undone: the transaction fails and no log survives.
    function payThenRevert(Token token, address to, uint256 value) external {
        token.transfer(to, value);
        revert Undone();
    }

    /// The transfer is undone inside a transaction that succeeds: no log either.
    function payInnerRevert(Token token, address to, uint256 value) external {
        try this.payThenRevert(token, to, value) {} catch {}
    }
}
