import * as native from 'onsale:native';

const vu_tags = new Proxy({}, {
  get: (target, name) => (typeof name === 'string' ? native.vuTag(name) : undefined),
  set: (target, name, value) => { native.vuTag(String(name), String(value)); return true; },
});
export const vu = {
  get idInTest() { return native.vuId(); },
  get idInInstance() { return native.vuId(); },
  get iterationInInstance() { return native.vuIteration(); },
  get iterationInScenario() { return native.vuIteration(); },
  tags: vu_tags,
  metrics: { tags: vu_tags, metadata: {} },
};
export const scenario = {
  get name() { return native.scenario().name; },
  get executor() { return native.scenario().executor; },
  get startTime() { return native.scenario().startTime; },
  get progress() { return native.scenario().progress; },
  get iterationInInstance() { return native.scenarioIteration(); },
  get iterationInTest() { return native.scenarioIteration(); },
};
export const instance = {
  get currentTestRunDuration() { return native.now() - native.testStart(); },
  get iterationsCompleted() { return native.iterationsCompleted(); },
  iterationsInterrupted: 0,
  get vusActive() { return native.vusActive(); },
  get vusInitialized() { return native.vusActive(); },
};
export const test = {
  abort: (reason) => native.abort(reason),
  fail: (reason) => native.markFailed(reason),
  get options() { return native.testOptions(); },
};
export default { vu, scenario, instance, test };
