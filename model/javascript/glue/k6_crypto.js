import * as native from 'onsale:native';
import { b64encode, bytes_of } from 'k6/encoding';

const known = new Set(['md4', 'md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha512_224', 'sha512_256', 'ripemd160']);
const checked = (algorithm) => {
  if (!known.has(algorithm)) throw new TypeError(`invalid algorithm: ${algorithm}`);
  return algorithm;
};
const buffer_of = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const encoded = (digest, encoding) => {
  switch (encoding) {
    case 'hex': return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    case 'base64': return b64encode(digest);
    case 'base64url': return b64encode(digest, 'url');
    case 'base64rawurl': return b64encode(digest, 'rawurl');
    case 'binary': return digest;
    default: throw new TypeError(`invalid output encoding: ${encoding}`);
  }
};

class Hasher {
  #algorithm;
  #key;
  #parts = [];
  constructor(algorithm, key) { this.#algorithm = checked(algorithm); this.#key = key; }
  update(data) { this.#parts.push(bytes_of(data)); }
  digest(encoding) {
    const all = new Uint8Array(this.#parts.reduce((size, part) => size + part.length, 0));
    this.#parts.reduce((at, part) => { all.set(part, at); return at + part.length; }, 0);
    return encoded(native.digest(this.#algorithm, all.buffer, this.#key), encoding);
  }
}
const once = (algorithm) => (data, encoding) => { const hasher = new Hasher(algorithm); hasher.update(data); return hasher.digest(encoding); };

export const createHash = (algorithm) => new Hasher(algorithm);
export const createHMAC = (algorithm, secret) => new Hasher(algorithm, buffer_of(bytes_of(secret)));
export const hmac = (algorithm, secret, data, encoding) => { const hasher = createHMAC(algorithm, secret); hasher.update(data); return hasher.digest(encoding); };
export const md4 = once('md4');
export const md5 = once('md5');
export const sha1 = once('sha1');
export const sha256 = once('sha256');
export const sha384 = once('sha384');
export const sha512 = once('sha512');
export const sha512_224 = once('sha512_224');
export const sha512_256 = once('sha512_256');
export const ripemd160 = once('ripemd160');
export const randomBytes = (size) => Uint8Array.from({ length: size }, () => Math.floor(Math.random() * 256)).buffer;
export const hexEncode = (data) => encoded(buffer_of(bytes_of(data)), 'hex');
export default { createHash, createHMAC, hmac, md4, md5, sha1, sha256, sha384, sha512, sha512_224, sha512_256, ripemd160, randomBytes, hexEncode };
