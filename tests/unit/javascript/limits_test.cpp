#include "tests/unit/javascript/fake_world.hpp"

namespace onsale::javascript {
namespace {

std::string error_of(const std::string& main, Host::Options options)
{
  try {
    FakeWorld world(main, std::move(options));
    return "console: " + world.run();
  } catch (const ScriptError& error) {
    EXPECT_EQ(error.exit_code(), 107);
    return error.what();
  }
}

TEST(Limits, ALoopWithoutEndIsToldWithItsPlace)
{
  const auto error =
      error_of("export default function buy() {\n  const end = Date.now() + 1000;\n  while (Date.now() < end) {}\n}\n",
               {.engine = {.busy_limit = 1'000'000}});
  EXPECT_EQ(error.substr(0, 60), "the script computes without end, and simulated time does not");
  EXPECT_NE(error.find("at buy ("), std::string::npos) << error;
}

TEST(Limits, ALoopWithoutEndInInitCodeIsToldToo)
{
  const auto error = error_of("for (;;) {}\nexport default function () {}\n", {.engine = {.busy_limit = 1'000'000}});
  EXPECT_NE(error.find("interrupted"), std::string::npos) << error;
}

TEST(Limits, NoCatchKeepsALoopAlive)
{
  const auto error = error_of("export default function () { for (;;) { try { for (;;) {} } catch (e) {} } }\n",
                              {.engine = {.busy_limit = 1'000'000}});
  EXPECT_EQ(error.substr(0, 31), "the script computes without end");
}

TEST(Limits, RecursionWithoutEndIsAnErrorOfTheIteration)
{
  const auto error = error_of("export default function () { const f = () => { f(); }; f(); }\n", {});
  EXPECT_EQ(error.substr(0, 52), "console: error: InternalError: stack overflow\n    at");
}

TEST(Limits, RecursionThroughNativeFunctionsHasHundredsOfFrames)
{
  EXPECT_EQ(said_by("let depth = 0; const f = () => { depth++; [1].forEach(f); }; try { f(); } catch (e) { "
                    "console.log(depth > 200); }"),
            "info: true\n");
}

TEST(Limits, AUserThatHoldsTooMuchMemoryEndsTheTest)
{
  const auto error = error_of(
      "const kept = [];\nexport default function () { for (;;) kept.push('x'.repeat(100000) + kept.length); }\n",
      {.engine = {.memory_of_user_bytes = 8 << 20}});
  EXPECT_EQ(error.substr(0, 41), "virtual user 1 holds more than 8 MiB: Int");
}

TEST(Limits, AScriptReachesNothingButItsFiles)
{
  EXPECT_EQ(said_by("console.log(typeof require, typeof process, typeof std, typeof os, typeof fetch, typeof Atomics, "
                    "typeof SharedArrayBuffer)"),
            "info: undefined undefined undefined undefined undefined undefined undefined\n");
}

TEST(Limits, ARequestThatTheSystemDoesNotKnowEndsTheTest)
{
  const auto error = error_of("import http from 'k6/http';\nexport default function () { try { "
                              "http.get('http://shop/nowhere'); } catch (e) {} }\n",
                              {});
  EXPECT_EQ(error.substr(0, 67), "InternalError: there is no /nowhere; the nearest is GET /somewhere\n") << error;
}

} // namespace
} // namespace onsale::javascript
