import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest();

interface Ceremony {
  /** Base64url. */
  readonly challenge: string;
  readonly rpId: string;
  readonly origin: string;
  readonly counter?: number;
  /** Whether it verified its person: by a fingerprint, a PIN. */
  readonly verified?: boolean;
}

/** An authenticator in software: makes one passkey (ES256), and signs what it is asked to, right or wrong. */
export class TestAuthenticator {
  readonly credentialId = randomBytes(32).toString("base64url");
  readonly #key: KeyObject;
  readonly #point: { readonly x: Buffer; readonly y: Buffer };
  #counter = 0;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#key = privateKey;
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    this.#point = { x: Buffer.from(x, "base64url"), y: Buffer.from(y, "base64url") };
  }

  /** What a browser sends of a passkey that was just made. */
  make(asked: Ceremony, form: "none" | "certified" = "none"): string {
    const id = Buffer.from(this.credentialId, "base64url");
    const cose = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Uint8Array.from(this.#point.x)],
        [-3, Uint8Array.from(this.#point.y)],
      ]),
    );
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, Buffer.from(cose)]);
    const authData = Uint8Array.from(Buffer.concat([this.#data(asked, 0, true), attested]));
    const certified = new Map<string, number | Uint8Array | Uint8Array[]>([
      ["alg", -7],
      ["sig", new Uint8Array(64)],
      ["x5c", [new Uint8Array(64)]],
    ]);
    const object = isoCBOR.encode(
      new Map<string, string | Uint8Array | Map<string, number | Uint8Array | Uint8Array[]>>([
        ["fmt", form === "none" ? "none" : "packed"],
        ["attStmt", form === "none" ? new Map() : certified],
        ["authData", authData],
      ]),
    );
    return this.#answer({
      attestationObject: Buffer.from(object).toString("base64url"),
      clientDataJSON: clientData("webauthn.create", asked).toString("base64url"),
      transports: ["internal", "made-up"],
    });
  }

  /** What a browser sends of a passkey that signed. */
  use(asked: Ceremony, credentialId = this.credentialId): string {
    this.#counter += 1;
    const data = this.#data(asked, asked.counter ?? this.#counter, false);
    const client = clientData("webauthn.get", asked);
    const signature = sign("sha256", Buffer.concat([data, sha256(client)]), this.#key);
    return this.#answer(
      {
        authenticatorData: data.toString("base64url"),
        clientDataJSON: client.toString("base64url"),
        signature: signature.toString("base64url"),
      },
      credentialId,
    );
  }

  #answer(response: object, id = this.credentialId): string {
    return JSON.stringify({ id, rawId: id, type: "public-key", response });
  }

  #data({ rpId, verified = true }: Ceremony, counter: number, isNew: boolean): Buffer {
    const head = Buffer.alloc(5);
    head[0] = 0b1 | (verified ? 0b100 : 0) | (isNew ? 0b1000000 : 0);
    head.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(rpId), head]);
  }
}

function clientData(type: string, { challenge, origin }: Ceremony): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}
