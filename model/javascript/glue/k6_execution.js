import * as native from 'onsale:native';

const vu_tags = new Proxy({}, {
  get: (target, name) => (typeof name === 'string' ? native.vuTag(name) : undefined),
  set: (target, name, value) => { native.vuTag(String(name), String(value)); return true; },
});
const missing = (name) => { throw new Error(`k6/execution: ${name} is not there`); };

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
  get name() { return missing('scenario.name'); },
  get executor() { return missing('scenario.executor'); },
  get startTime() { return missing('scenario.startTime'); },
  get progress() { return missing('scenario.progress'); },
};
export const instance = {
  get currentTestRunDuration() { return missing('instance.currentTestRunDuration'); },
  get iterationsCompleted() { return missing('instance.iterationsCompleted'); },
  get iterationsInterrupted() { return missing('instance.iterationsInterrupted'); },
  get vusActive() { return missing('instance.vusActive'); },
  get vusInitialized() { return missing('instance.vusInitialized'); },
};
export const test = {
  abort: (reason) => native.abort(reason),
  fail: () => missing('test.fail'),
  get options() { return missing('test.options'); },
};
export default { vu, scenario, instance, test };
