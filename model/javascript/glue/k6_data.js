import * as native from 'onsale:native';

// One copy for all users, which none of them can change.
export const SharedArray = function SharedArray(name, make) {
  if (!native.inInitCode()) throw new TypeError('new SharedArray must be called in the init context');
  if (typeof name !== 'string' || name === '') throw new TypeError("empty name provided to SharedArray's constructor");
  const known = native.shared(name);
  if (known !== undefined) return __onsale.deepFreeze(known);
  const list = make();
  if (!Array.isArray(list)) throw new TypeError('only arrays can be made into SharedArray');
  const copy = __onsale.deepFreeze(JSON.parse(JSON.stringify(list)));
  native.share(name, copy);
  return copy;
};

export default { SharedArray };
