#include "tests/unit/javascript/fake_world.hpp"

namespace onsale::javascript {
namespace {

/// An expression that must be true, with `st()` a request in the middle of it whose status is 200.
struct Probe {
  const char* place;
  const char* expression;
};

class SuspendsIn : public testing::TestWithParam<Probe> {};

TEST_P(SuspendsIn, TheMiddleOfIt)
{
  const std::string body =
      std::string("const st = () => http.get(U).status;\nconsole.log((") + GetParam().expression + ") === true)";
  EXPECT_EQ(said_by(body), "info: true\n");
}

const Probe probes[] = {
    {"forEach", "(() => { let n = 0; [1, 2].forEach(() => { n += st(); }); return n === 400; })()"},
    {"map", "[1, 2, 3].map(() => st()).length === 3"},
    {"filter", "[1, 2, 3].filter((x) => st() === 200 && x > 1).length === 2"},
    {"reduce", "[1, 2].reduce((a) => a + st(), 0) === 400"},
    {"some_every_find",
     "[1].some(() => st() === 200) && [1].every(() => st() === 200) && [1].find(() => st() === 200) === 1"},
    {"sort", "[2, 1].sort((a, b) => { st(); return a - b; })[0] === 1"},
    {"array_from", "Array.from({ length: 2 }, () => st()).length === 2"},
    {"map_for_each", "(() => { let n = 0; new Map([[1, 2]]).forEach(() => { n = st(); }); return n === 200; })()"},
    {"set_for_each", "(() => { let n = 0; new Set([1]).forEach(() => { n = st(); }); return n === 200; })()"},
    {"getter", "({ get x() { return st(); } }).x === 200"},
    {"setter", "(() => { let n; const o = { set x(v) { n = st(); } }; o.x = 1; return n === 200; })()"},
    {"to_string", "`${{ toString() { return String(st()); } }}` === '200'"},
    {"value_of", "1 + { valueOf() { return st(); } } === 201"},
    {"symbol_iterator", "(() => { const o = { *[Symbol.iterator]() { yield st(); } }; return [...o][0] === 200; })()"},
    {"generator", "(() => { function* g() { yield st(); yield st(); } let n = 0; for (const v of g()) n += v; return n "
                  "=== 400; })()"},
    {"iterator_next",
     "(() => { const it = { i: 0, next() { return { done: this.i++ > 0, value: st() }; }, [Symbol.iterator]() { return "
     "this; } }; let n = 0; for (const v of it) n += v; return n === 200; })()"},
    {"json_reviver", "JSON.parse('{\"a\":1}', (k, v) => (k === 'a' ? st() : v)).a === 200"},
    {"to_json", "JSON.stringify({ toJSON() { return st(); } }) === '200'"},
    {"replace", "'a'.replace(/a/, () => String(st())) === '200'"},
    {"constructor", "(() => { class A { constructor() { this.s = st(); } } return new A().s === 200; })()"},
    {"super", "(() => { class A { constructor() { this.s = st(); } f() { return st(); } } class B extends A { f() { "
              "return super.f() + "
              "this.s; } } return new B().f() === 400; })()"},
    {"class_field", "(() => { class A { s = st(); static t = st(); } return new A().s + A.t === 400; })()"},
    {"default_argument", "((a = st()) => a)() === 200"},
    {"proxy", "new Proxy({}, { get: () => st() }).x === 200"},
    {"apply_call_bind", "Reflect.apply(st, null, []) + st.call(null) + st.apply(null, []) + st.bind(null)() === 800"},
    {"tagged_template", "((s, ...v) => st() + v[0])`a${1}` === 201"},
    {"destructuring", "(() => { const { a = st() } = {}; return a === 200; })()"},
    {"optional_call", "(st?.()) === 200"},
    {"arguments", "(function () { return arguments.length + st(); })(1, 2) === 202"},
    {"new_function", "new Function('f', 'return f()')(st) === 200"},
    {"finally", "(() => { let n = 0; try { try { st(); throw 1; } finally { n = st(); } } catch (e) { n += st(); } "
                "return n === 400; })()"},
    {"group", "(() => { let n = 0; [1].forEach(() => group('g', () => { n = st(); })); return n === 200; })()"},
    {"check", "check(null, { c: () => st() === 200 })"},
    {"labelled_loop", "(() => { let n = 0; outer: for (let i = 0; i < 3; i++) { for (;;) { n += st(); if (i === 1) "
                      "break outer; continue "
                      "outer; } } return n === 400; })()"},
    {"arrow_in_method",
     "(() => { const o = { k: 1, f() { return [1].map(() => this.k + st())[0]; } }; return o.f() === 201; })()"},
    {"recursion", "(() => { const f = (n) => (n === 0 ? st() : f(n - 1)); return f(50) === 200; })()"},
};

INSTANTIATE_TEST_SUITE_P(JavaScript, SuspendsIn, testing::ValuesIn(probes),
                         [](const auto& probe) { return std::string(probe.param.place); });

TEST(Suspension, PromisesTimersAndRequestsSideBySide)
{
  FakeWorld world(
      "import http from 'k6/http';\n"
      "const U = 'http://shop/api';\n"
      "export default async function () {\n"
      "  const out = [];\n"
      "  const one = async (n) => { const r = await http.asyncRequest('GET', U); out.push(n + ':' + r.status + ':' + "
      "http.get(U).status); return n; };\n"
      "  const all = await Promise.all([one(1), one(2)]);\n"
      "  out.push(JSON.stringify(all));\n"
      "  await new Promise((ok) => setTimeout(ok, 100));\n"
      "  out.push(await Promise.resolve(1).then(() => http.get(U).status));\n"
      "  console.log(out.join(' '));\n"
      "}\n");
  EXPECT_EQ(world.run(), "info: 1:200:200 2:200:200 [1,2] 200\n");
  EXPECT_EQ(world.actions, (std::vector<std::string>{"batch of 2", "request", "request", "sleep", "request"}));
}

TEST(Suspension, NoCatchAndNoFinallySeesThatAnIterationIsCutOff)
{
  FakeWorld world("import { sleep } from 'k6';\n"
                  "export default function () {\n"
                  "  try { [1].forEach(() => { try { sleep(1000); } catch (e) { console.log('caught'); } finally { "
                  "console.log('finally'); } }); } catch (e) { console.log('caught outside'); }\n"
                  "  console.log('went on');\n"
                  "}\n"
                  "export function next() { console.log('next'); }\n");
  world.cut_off();
  EXPECT_EQ(world.console, "");
  EXPECT_EQ(world.run("next"), "info: next\n");
}

} // namespace
} // namespace onsale::javascript
