#include "tests/unit/javascript/fake_world.hpp"

namespace onsale::javascript {
namespace {

std::string fault_of(const std::string& main)
{
  const ScriptFolder folder(main);
  Sources sources(folder.main());
  try {
    declare(sources);
  } catch (const config::InvalidInput& invalid) {
    const std::string text = invalid.what();
    const auto file = text.find("script.js");
    return file == std::string::npos ? text : text.substr(file);
  } catch (const ScriptError& error) {
    return error.what();
  }
  return "";
}

TEST(Language, HasWhatTheEngineLacks)
{
  EXPECT_EQ(
      said_by("console.log([1, 2].at(-1), 'ab'.at(-2), Object.hasOwn({ a: 1 }, 'a'), [1, 2, 3].findLast((x) => x < 3), "
              "[1, 2, 3].findLastIndex((x) => x < 3))"),
      "info: 2 a true 2 1\n");
  EXPECT_EQ(said_by("const a = [2, 1]; console.log(a.toSorted(), a.toReversed(), a.with(0, 9), a.toSpliced(0, 1), a)"),
            "info: [1,2] [1,2] [9,1] [1] [2,1]\n");
  EXPECT_EQ(said_by("const e = new TypeError('no', { cause: 7 }); console.log(e.cause, e instanceof TypeError, e "
                    "instanceof Error, e.name, "
                    "e.message)"),
            "info: 7 true true TypeError no\n");
  EXPECT_EQ(said_by("class E extends Error { constructor(m) { super(m); this.name = 'E'; } } try { throw new E('x') } "
                    "catch (e) { "
                    "console.log(e instanceof E, e instanceof Error, `${e}`) } try { null.x } catch (e) { "
                    "console.log(e instanceof "
                    "TypeError, e.constructor === TypeError) }"),
            "info: true true E: x\ninfo: true true\n");
}

TEST(Language, WhatItCannotReadIsRefusedAtItsPlace)
{
  EXPECT_EQ(fault_of("export default function () {}\nclass A {\n  static { A.x = 1; }\n}\n"),
            "script.js:3:1: SyntaxError: invalid property name (static blocks of classes are not known here: assign "
            "behind the class)");
  EXPECT_EQ(fault_of("class A { #x; static t(o) {\n  return #x in o; } }\n"),
            "script.js:2:10: SyntaxError: unexpected token in expression: '#x' (`#name in object` is not known here: "
            "use instanceof)");
  EXPECT_EQ(fault_of("import ws from 'k6/ws';\n"),
            "script.js:1:17: Error: import of 'k6/ws': WebSocket is not simulated");
  EXPECT_EQ(fault_of("\nimport x from './helper.js';\n")
                .find("script.js:2:16: Error: import of './helper.js': there is no such file"),
            0U);
}

TEST(Language, AnotherUrlIsToldWhatIsBuiltInAndHowToGiveAFile)
{
  const auto fault = fault_of("import { x } from 'https://example.com/x.js';\n");
  EXPECT_NE(fault.find("script.js:1:20: Error: import of 'https://example.com/x.js': nothing is fetched"),
            std::string::npos)
      << fault;
  EXPECT_NE(fault.find("https://jslib.k6.io/k6-utils/1.4.0/index.js"), std::string::npos) << fault;
  EXPECT_NE(fault.find("--import https://example.com/x.js=FILE"), std::string::npos) << fault;
}

TEST(Language, AnErrorInInitCodeEndsTheTestWithItsStack)
{
  const auto error = fault_of("function f() {\n  throw new Error('no');\n}\nf();\n");
  EXPECT_EQ(error.substr(0, 18), "Error: no\n    at f") << error;
  EXPECT_NE(error.find("script.js:2)"), std::string::npos) << error;
}

TEST(Language, ModulesOfTheScriptAreOfOneUserAndExportedOptionsPassOn)
{
  auto folder = std::make_unique<ScriptFolder>(
      "import { count } from './lib/count.js';\nexport { options } from './lib/options.js';\n"
      "let calls = 0;\nexport default function () { console.log(++calls, count()); }\n");
  folder->add("lib/count.js", "let n = 10;\nexport const count = () => ++n;\n");
  folder->add("lib/options.js", "export const options = { vus: 3, duration: '1s' };\n");
  FakeWorld world(std::move(folder), {});
  EXPECT_EQ(world.declaration().options_json, R"({"vus":3,"duration":"1s"})");
  EXPECT_EQ(world.run("default", 0), "info: 1 11\n");
  EXPECT_EQ(world.run("default", 0), "info: 2 12\n");
  EXPECT_EQ(world.run("default", 1), "info: 1 11\n");
}

TEST(Language, WhoChangesWhatAllShareIsFound)
{
  const auto changes = [](const std::string& code) {
    const ScriptFolder folder(code + "\nexport default function () {}\n");
    Sources sources(folder.main());
    return declare(sources).changes_shared_objects;
  };
  EXPECT_TRUE(changes("globalThis.counter = 0;"));
  EXPECT_TRUE(changes("Array.prototype.last = function () { return this[this.length - 1]; };"));
  EXPECT_TRUE(changes("Math.random = () => 4;"));
  EXPECT_FALSE(
      changes("let counter = 0; class A extends Array {} new A().last = 1; Object.assign({}, Math); [3, 1].sort();"));
}

} // namespace
} // namespace onsale::javascript
