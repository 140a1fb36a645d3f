#include "tests/unit/javascript/fake_world.hpp"

#include <gmock/gmock.h>

namespace onsale::javascript {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string http = "import http from 'k6/http';\nexport default function () {\n";

TEST(HttpApi, CookiesThatAServerSetsComeBackInTheSameIteration)
{
  FakeWorld world(http + "console.log(JSON.stringify(http.get('http://shop/login').cookies.sid[0].value));"
                         "http.get('http://shop/me'); http.get('http://other/me');"
                         "console.log(JSON.stringify(http.cookieJar().cookiesForURL('http://shop/x'))); }");
  world.port.set_headers.emplace("http://shop/login", std::pair("Set-Cookie", "sid=abc; Path=/; HttpOnly"));
  EXPECT_EQ(world.run(), "info: \"abc\"\ninfo: {\"sid\":[\"abc\"]}\n");
  EXPECT_THAT(world.port.requests,
              ElementsAre("GET http://shop/login", "GET http://shop/me Cookie: sid=abc", "GET http://other/me"));
  world.run();
  EXPECT_EQ(world.port.requests.at(3), "GET http://shop/login") << "a new iteration has an empty jar";
}

TEST(HttpApi, ARequestsOwnCookiesAreSentOnceAndStayOutOfTheJar)
{
  FakeWorld world(
      http +
      "http.get('http://shop/a', { cookies: { a: '1', b: { value: '2', replace: true } } });"
      "http.get('http://shop/b');"
      "const jar = new http.CookieJar(); jar.set('http://shop/', 'c', '3'); http.get('http://shop/c', { jar }); }");
  world.run();
  EXPECT_THAT(world.port.requests,
              ElementsAre("GET http://shop/a Cookie: a=1; b=2", "GET http://shop/b", "GET http://shop/c Cookie: c=3"));
}

TEST(HttpApi, RedirectsAreFollowedAsOftenAsAllowed)
{
  FakeWorld world(http + "console.log(http.post('http://shop/a', 'x').url);"
                         "console.log(http.get('http://shop/a', { redirects: 0 }).status); }");
  world.port.statuses["http://shop/a"] = 302;
  world.port.set_headers.emplace("http://shop/a", std::pair("Location", "/b?c=1"));
  EXPECT_EQ(world.run(), "info: http://shop/b?c=1\ninfo: 302\n");
  EXPECT_THAT(world.port.requests, ElementsAre("POST http://shop/a x", "GET http://shop/b?c=1", "GET http://shop/a"));
}

TEST(HttpApi, MaxRedirectsOfTheOptionsCounts)
{
  Host::Options options;
  options.script_options = R"({"maxRedirects": 0})";
  FakeWorld world(std::make_unique<ScriptFolder>(http + "console.log(http.get('http://shop/a').status); }"),
                  std::move(options));
  world.port.statuses["http://shop/a"] = 301;
  world.port.set_headers.emplace("http://shop/a", std::pair("Location", "/b"));
  EXPECT_EQ(world.run(), "info: 301\n");
}

TEST(HttpApi, ANameAndPasswordInTheUrlAreBasicAuthentication)
{
  FakeWorld world(http + "http.get('http://user:passwd@shop/a'); }");
  world.run();
  EXPECT_THAT(world.port.requests, ElementsAre("GET http://shop/a Authorization: Basic dXNlcjpwYXNzd2Q="));
}

TEST(HttpApi, DigestAuthenticationAsksTwice)
{
  FakeWorld world(http + "http.get('http://user:passwd@shop/a', { auth: 'digest' }); }");
  world.port.statuses["http://shop/a"] = 401;
  world.run();
  EXPECT_THAT(world.port.requests, ElementsAre("GET http://shop/a", "GET http://shop/a Authorization: Digest"));
}

TEST(HttpApi, ListsInFormsAreRepeatedAndFilesMakeItMultipart)
{
  FakeWorld world(http + "http.post('http://shop/a', { b: ['x', 'y'], a: 1 });"
                         "http.post('http://shop/a', { f: http.file('data', 'f.txt', 'text/plain') }); }");
  world.run();
  EXPECT_THAT(world.port.requests.at(0), HasSubstr(" a=1&b=x&b=y"));
  EXPECT_THAT(world.port.requests.at(1), HasSubstr("multipart/form-data; boundary="));
  EXPECT_THAT(world.port.requests.at(1), HasSubstr("name=\"f\"; filename=\"f.txt\""));
}

// The values are those of RFC 1321, RFC 3174, FIPS 180-4, RFC 2202 and RFC 4231.
TEST(CryptoApi, DigestsAreThoseOfTheStandards)
{
  FakeWorld world(
      "import crypto from 'k6/crypto';\nexport default function () {\n"
      "console.log(crypto.md5('abc', 'hex')); console.log(crypto.sha1('abc', 'hex'));"
      "console.log(crypto.sha256('abc', 'hex')); console.log(crypto.sha256('abc', 'base64'));"
      "console.log(crypto.hmac('md5', 'Jefe', 'what do ya want for nothing?', 'hex'));"
      "const h = crypto.createHMAC('sha256', 'Jefe'); h.update('what do ya want '); h.update('for nothing?');"
      "console.log(h.digest('hex')); console.log(crypto.ripemd160('', 'hex')); console.log(crypto.md4('', 'hex')); }");
  EXPECT_EQ(world.run(), "info: 900150983cd24fb0d6963f7d28e17f72\n"
                         "info: a9993e364706816aba3e25717850c26c9cd0d89d\n"
                         "info: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n"
                         "info: ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n"
                         "info: 750c783e6ab0b503eaa86e310a5db738\n"
                         "info: 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\n"
                         "info: 9c1185a5c5e9fc54612808977ee8f548b2258d31\n"
                         "info: 31d6cfe0d16ae931b73c59d7e0c089c0\n");
}

TEST(ExecutionApi, KnowsItsScenarioAndTheStageOfIt)
{
  Host::Options options;
  options.script_options = R"({"stages": [{"duration": "10s", "target": 5}, {"duration": "5s", "target": 5}]})";
  FakeWorld world(
      std::make_unique<ScriptFolder>(
          "import exec from 'k6/execution'; import { sleep } from 'k6';"
          "import { getCurrentStageIndex, tagWithCurrentStageProfile } from "
          "'https://jslib.k6.io/k6-utils/1.4.0/index.js';"
          "export default function () { console.log(exec.scenario.executor, getCurrentStageIndex()); sleep(12);"
          "tagWithCurrentStageProfile(); console.log(getCurrentStageIndex(), exec.vu.tags.stage_profile,"
          "exec.instance.vusActive, exec.instance.iterationsCompleted); }"),
      std::move(options));
  EXPECT_EQ(world.run_for("default"), "info: ramping-vus 0\ninfo: 1 steady 1 0\n");
}

TEST(SummaryApi, HandleSummarySaysWhatGoesWhere)
{
  FakeWorld world(
      "export default function () {}\n"
      "export function handleSummary(data) { return { stdout: `${data.metrics.http_reqs.values.count} requests`,"
      "'out/all.json': JSON.stringify(data.state) }; }");
  const auto outputs = world.scripts().handle_summary(
      R"({"metrics":{"http_reqs":{"values":{"count":3}}},"state":{"testRunDurationMs":5}})");
  ASSERT_TRUE(outputs);
  EXPECT_THAT(*outputs, ElementsAre(std::pair<std::string, std::string>("stdout", "3 requests"),
                                    std::pair<std::string, std::string>("out/all.json", R"({"testRunDurationMs":5})")));
  EXPECT_FALSE(FakeWorld("export default function () {}").scripts().handle_summary("{}"));
}

} // namespace
} // namespace onsale::javascript
