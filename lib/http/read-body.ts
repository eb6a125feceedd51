import { AppError } from "@/lib/kit";
import { EMPTY_BODY, type ParsedBody, parseForm, parseJson } from "./parse-json";

/** The largest body that is read. */
export const MAX_BODY_BYTES = 100_000;

export interface RequestBody extends ParsedBody {
  /** The bytes as they were sent, for the fingerprint of an Idempotency-Key. */
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array();
const JSON_TYPE = /^application\/json[ \t]*(;|$)/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded[ \t]*(;|$)/i;

/**
 * Reads a request's JSON body, and where a page's plain forms go, theirs. Throws body_too_large,
 * unsupported_media_type, malformed_json, validation_failed.
 */
export async function readBody(request: Request, { forms = false } = {}): Promise<RequestBody> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > MAX_BODY_BYTES) throw new AppError("body_too_large");
  const bytes = await readBytes(request, declared !== null);
  if (bytes.byteLength === 0) return { ...EMPTY_BODY, bytes };
  const type = request.headers.get("content-type") ?? "";
  if (forms && FORM_TYPE.test(type)) return { ...parseForm(bytes), bytes };
  if (!JSON_TYPE.test(type)) {
    throw new AppError("unsupported_media_type");
  }
  return { ...parseJson(bytes), bytes };
}

async function readBytes(request: Request, bounded: boolean): Promise<Uint8Array> {
  if (request.body === null) return NOTHING;
  // HTTP itself ends a body at the length it declared.
  if (bounded) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.byteLength;
    if (length > MAX_BODY_BYTES) {
      reader.cancel().catch(() => undefined);
      throw new AppError("body_too_large");
    }
    chunks.push(next.value);
  }
  return Buffer.concat(chunks);
}
