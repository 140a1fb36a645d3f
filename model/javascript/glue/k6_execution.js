import * as native from 'onsale:native';

const vu_tags = new Proxy({}, {
  get: (target, name) => (typeof name === 'string' ? native.vuTag(name) : undefined),
  set: (target, name, value) => {
    if (!['string', 'number', 'boolean'].includes(typeof value)) throw new TypeError(`only String, Boolean and Number types are accepted as a Tag value`);
    native.vuTag(String(name), String(value));
    return true;
  },
});
const missing = (name) => { throw new Error(`k6/execution: ${name} is not there`); };

// The script's options with their shortcuts as the scenario that k6 makes of them.
let options;
const derived = ({ scenarios, vus, duration, iterations, stages }) => {
  if (scenarios) return scenarios;
  if (stages) return { default: { executor: 'ramping-vus', startVUs: vus || 1, stages, exec: 'default' } };
  if (iterations) return { default: { executor: 'shared-iterations', vus: vus || 1, iterations, exec: 'default' } };
  if (duration) return { default: { executor: 'constant-vus', vus: vus || 1, duration, exec: 'default' } };
  return { default: { executor: 'shared-iterations', vus: 1, iterations: 1, exec: 'default' } };
};
export const testOptions = () => {
  if (options === undefined) {
    options = JSON.parse(native.options());
    options.scenarios = derived(options);
  }
  return options;
};

const units = { d: 86400e3, h: 3600e3, m: 60e3, s: 1e3, ms: 1 };
export const milliseconds = (duration) => (typeof duration === 'number' ? duration
  : [...String(duration || 0).matchAll(/([\d.]+)(ms|d|h|m|s)?/g)].reduce((sum, [, number, unit]) => sum + number * units[unit || 'ms'], 0));
const mine = () => testOptions().scenarios[native.scenarioName()] || {};
const started = () => native.loadBegan() * 1e3 + milliseconds(mine().startTime);
const length = () => (mine().stages ? mine().stages.reduce((sum, stage) => sum + milliseconds(stage.duration), 0) : milliseconds(mine().duration || mine().maxDuration || '10m'));

export const vu = {
  get idInTest() { return native.vuId(); },
  get idInInstance() { return native.vuId(); },
  get iterationInInstance() { return native.vuIteration(); },
  get iterationInScenario() { return native.vuIteration(); },
  tags: vu_tags,
  metrics: { tags: vu_tags, metadata: {} },
};
export const scenario = {
  get iterationInInstance() { return native.scenarioIteration(); },
  get iterationInTest() { return native.scenarioIteration(); },
  get name() { return native.scenarioName(); },
  get executor() { return mine().executor; },
  get startTime() { return started(); },
  get progress() { return Math.min(1, Math.max(0, (Date.now() - started()) / length())); },
};
export const instance = {
  get currentTestRunDuration() { return native.count('duration_ms'); },
  get iterationsCompleted() { return native.count('completed'); },
  get iterationsInterrupted() { return native.count('interrupted'); },
  get vusActive() { return native.count('active'); },
  get vusInitialized() { return native.count('initialized'); },
};
export const test = {
  abort: (reason) => native.abort(reason),
  fail: () => missing('test.fail'),
  get options() { return testOptions(); },
};
export default { vu, scenario, instance, test };
