import { bytes_of } from 'k6/encoding';
export const randomBytes = (size) => Uint8Array.from({ length: size }, () => Math.floor(Math.random() * 256)).buffer;
const refuse = (name) => () => { throw new Error(`crypto.${name}() is not there`); };
export const md4 = refuse('md4');
export default { randomBytes, md4, bytes_of };
