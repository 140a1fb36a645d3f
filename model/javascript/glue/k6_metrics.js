import * as native from 'onsale:native';

class Metric {
  #number;
  constructor(kind, name, isTime) {
    this.name = String(name);
    this.#number = native.metric(this.name, kind, !!isTime);
  }
  add(value, tags) {
    const number = typeof value === 'boolean' ? +value : Number(value);
    if (Number.isNaN(number)) {
      native.log('warning', `'${value}' is an invalid value for metric '${this.name}', a number or a boolean value is expected`);
      return false;
    }
    return native.add(this.#number, number, tags);
  }
}
export class Counter extends Metric { constructor(name, isTime) { super(0, name, isTime); } }
export class Gauge extends Metric { constructor(name, isTime) { super(1, name, isTime); } }
export class Rate extends Metric { constructor(name, isTime) { super(2, name, isTime); } add(value, tags) { return super.add(typeof value === 'number' || typeof value === 'boolean' ? !!value : value, tags); } }
export class Trend extends Metric { constructor(name, isTime) { super(3, name, isTime); } }

export default { Counter, Gauge, Rate, Trend };
