// For a recording: answers that tell what a script reads of them. A part that nobody has read yet is an object with the name of its place under
// "@"; what is done with it says what it is.
import * as native from 'onsale:native';

const list_members = new Set(['map', 'filter', 'forEach', 'find', 'findIndex', 'some', 'every', 'reduce', 'slice', 'sort', 'flatMap', 'push', 'join', 'entries', 'at', 'concat', 'reverse', 'pop', 'shift', 'indexOf', 'findLast', 'toSorted']);
const text_members = new Set(['split', 'startsWith', 'endsWith', 'substring', 'substr', 'trim', 'replace', 'toUpperCase', 'toLowerCase', 'charAt', 'match', 'padStart', 'toFixed', 'replaceAll']);
const own_members = new Set(['toJSON', 'then', 'constructor', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', '@']);

const elements_of = (place) => [1, 2, 3].map(() => watch({ '@': `${place}[]` }));
const primitive = (place) => (hint) => { native.noteRead(place, 'scalar'); return hint === 'number' ? 1 : '1'; };

const watch = (value) => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(watch);
  const place = value['@'];
  if (place === undefined) return value;
  return new Proxy(value, {
    get(target, name) {
      if (name === Symbol.toPrimitive) return primitive(place);
      if (name === Symbol.iterator) { native.noteRead(place, 'list'); const elements = elements_of(place); return elements[Symbol.iterator].bind(elements); }
      if (typeof name === 'symbol' || own_members.has(name)) return target[name];
      if (name === 'toString' || name === 'valueOf') return () => primitive(place)('string');
      if (Object.prototype.hasOwnProperty.call(target, name)) return watch(target[name]);
      if (list_members.has(name)) { native.noteRead(place, 'list'); const elements = elements_of(place); return elements[name].bind(elements); }
      if (text_members.has(name)) { native.noteRead(place, 'scalar'); return String.prototype[name].bind('1'); }
      if (name === 'includes') return () => true;
      if (name === 'length') { native.noteRead(place, 'length'); return 3; }
      if (/^(\d+|NaN)$/.test(name)) { native.noteRead(place, 'list'); return watch({ '@': `${place}[]` }); }
      const member = place.endsWith(':') ? place + name : `${place}.${name}`;
      native.noteRead(member, 'member');
      return watch({ '@': member });
    },
    has: () => true,
  });
};

const parse = JSON.parse;
JSON.parse = (text, reviver) => watch(parse(text, reviver));
Object.defineProperty(globalThis.__onsale, 'watch', { value: watch });
