import * as native from 'onsale:native';

export const sleep = (seconds) => native.sleep(seconds);
export const randomSeed = (seed) => native.randomSeed(seed);

export function fail(reason) { throw new Error(reason === undefined ? '' : String(reason)); }

export function check(value, checks, tags) {
  if (checks === undefined || checks === null) throw new TypeError('no value given to check');
  let all = true;
  for (const name of Object.keys(checks)) {
    const test = checks[name];
    let passed = test;
    if (typeof test === 'function') {
      try {
        passed = test(value);
      } catch (error) {
        native.check(name, false, tags);
        throw error;
      }
    }
    native.check(name, passed, tags);
    if (!passed) all = false;
  }
  return all;
}

export function group(name, body) {
  if (body.constructor && body.constructor.name === 'AsyncFunction') throw new TypeError('group() does not support async functions as arguments');
  native.groupStart(String(name));
  try {
    return body();
  } finally {
    native.groupEnd();
  }
}

export default { sleep, randomSeed, fail, check, group };
