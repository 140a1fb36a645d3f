#include "tests/unit/javascript/fake_world.hpp"

namespace onsale::javascript {
namespace {

TEST(Http, EachMethodSendsWhatItIsGiven)
{
  FakeWorld world("import http from 'k6/http';\nimport { post } from 'k6/http';\nexport default function () {\n"
                  "  const u = 'http://shop/a';\n"
                  "  http.get(u, { headers: { 'User-Token': 7 } });\n"
                  "  post(u, JSON.stringify({ seat: 1 }));\n"
                  "  http.put(u, { b: 'x y', a: 1 });\n"
                  "  http.del(u); http.patch(u, 'p'); http.head(u); http.options(u);\n"
                  "  http.request('get', u, null, { cookies: { c: '1' } });\n"
                  "  http.get(http.url`http://shop/seats/${5}`);\n}\n");
  EXPECT_EQ(world.run(), "");
  EXPECT_EQ(
      world.port.requests,
      (std::vector<std::string>{"GET http://shop/a User-Token: 7", "POST http://shop/a {\"seat\":1}",
                                "PUT http://shop/a Content-Type: application/x-www-form-urlencoded a=1&b=x+y",
                                "DELETE http://shop/a", "PATCH http://shop/a p", "HEAD http://shop/a",
                                "OPTIONS http://shop/a", "GET http://shop/a Cookie: c=1", "GET http://shop/seats/5"}));
}

TEST(Http, AResponseHasWhatK6Has)
{
  EXPECT_EQ(said_by("const r = http.get(U); console.log(r.status, r.url, r.timings.waiting, r.timings.duration, "
                    "r.headers['Content-Type'], "
                    "r.error_code, r.request.method)"),
            "info: 200 http://shop/api 50 50 application/json 0 GET\n");
  EXPECT_EQ(
      said_by(
          "const r = http.get(U); console.log(r.body); console.log(JSON.parse(r.body).data.n, r.json() === r.json())"),
      "info: {\"data\":{\"n\":1,\"ok\":true},\"list\":[{\"id\":7,\"price\":1},{\"id\":8,\"price\":3}]}\ninfo: 1 "
      "true\n");
}

TEST(Http, SelectorsAreThoseOfGjson)
{
  EXPECT_EQ(said_by("const r = http.get(U); console.log(r.json('data.n'), r.json('list.1.id'), r.json('list.#'), "
                    "r.json('list.#.id'), "
                    "r.json('list.#(price>1).id'), r.json('list.#(id==7)#'), r.json('no.such'))"),
            "info: 1 8 2 [7,8] 8 [{\"id\":7,\"price\":1}] undefined\n");
}

TEST(Http, AFailureIsToldAsK6TellsIt)
{
  FakeWorld world("import http from 'k6/http';\nexport default function () { const r = http.get('http://shop/a'); "
                  "console.log(r.status, "
                  "r.error_code); }\n");
  world.status = 503;
  EXPECT_EQ(world.run(), "info: 503 1503\n");
}

TEST(Http, BatchesGoOutSideBySide)
{
  FakeWorld world("import http from 'k6/http';\nexport default function () {\n"
                  "  const a = http.batch(['http://shop/1', ['POST', 'http://shop/2', 'x'], { method: 'GET', url: "
                  "'http://shop/3' }]);\n"
                  "  const b = http.batch({ x: 'http://shop/4' });\n"
                  "  console.log(a.map((r) => r.json('data.n')), b.x.json('data.n'));\n}\n");
  EXPECT_EQ(world.run(), "info: [1,2,3] 4\n");
  EXPECT_EQ(world.actions, (std::vector<std::string>{"batch of 3", "batch of 1"}));
}

TEST(Http, NoRequestsInInitCode)
{
  EXPECT_THROW(FakeWorld("import http from 'k6/http';\nhttp.get('http://shop/a');\nexport default function () {}\n"),
               ScriptError);
}

TEST(Checks, CountUnderTheirGroup)
{
  FakeWorld world(
      "import { check, group } from 'k6';\nexport default function () {\n"
      "  console.log(check(5, { five: (v) => v === 5, odd: (v) => v % 2 }), check(5, { six: (v) => v === 6 }));\n"
      "  console.log(group('pay', () => { check(1, { one: true }); return 'done'; }));\n}\n");
  EXPECT_EQ(world.run(), "info: true false\ninfo: done\n");
  EXPECT_EQ(world.checks,
            (std::map<std::string, std::string>{{"five", "1"}, {"odd", "1"}, {"six", "0"}, {"::pay one", "1"}}));
}

TEST(Checks, OneThatThrowsHasFailedAndThrowsOn)
{
  FakeWorld world(
      "import { check } from 'k6';\nexport default function () { check(null, { a: (v) => v.x, b: () => true }); }\n");
  EXPECT_EQ(world.run().substr(0, 18), "error: TypeError: ");
  EXPECT_EQ(world.checks, (std::map<std::string, std::string>{{"a", "0"}}));
}

TEST(MetricsOfAScript, AreDeclaredInInitCodeAndAddedTo)
{
  FakeWorld world(
      "import { Counter, Gauge, Rate, Trend } from 'k6/metrics';\n"
      "const c = new Counter('bought'), t = new Trend('wait', true), r = new Rate('ok'), g = new Gauge('left');\n"
      "export default function () { c.add(2); t.add(1.5, { step: 'pay' }); r.add(true); r.add(0); g.add('7'); "
      "c.add('x'); }\n");
  EXPECT_EQ(world.run().substr(0, 9), "warning: ");
  EXPECT_EQ(world.added, (std::vector<double>{2, 1.5, 1, 0, 7}));
  ASSERT_EQ(world.declaration().metrics.size(), 4U);
  EXPECT_EQ(world.declaration().metrics[1].name, "wait");
  EXPECT_EQ(world.declaration().metrics[1].content, k6::MetricContent::time);
}

TEST(Setup, ItsDataReachesEveryUserWhichMayChangeItsOwn)
{
  FakeWorld world("import http from 'k6/http';\nexport function setup() { return { tokens: "
                  "[http.get('http://shop/t').json('data.n'), 5] }; }\n"
                  "export default function (data) { data.tokens.push(9); console.log(data.tokens); }\n");
  world.run_setup();
  EXPECT_EQ(world.run("default", 0), "info: [1,5,9]\n");
  EXPECT_EQ(world.run("default", 1), "info: [1,5,9]\n");
}

TEST(Setup, AnExceptionEndsTheTest)
{
  FakeWorld world("export function setup() { throw new Error('no'); }\nexport default function () {}\n");
  EXPECT_THROW(world.run_setup(), ScriptError);
}

TEST(Data, FilesSharedArraysAndEnvironment)
{
  auto folder = std::make_unique<ScriptFolder>(
      "import { SharedArray } from 'k6/data';\nimport papaparse from 'https://jslib.k6.io/papaparse/5.1.1/index.js';\n"
      "const users = new SharedArray('users', () => papaparse.parse(open('./users.csv'), { header: true }).data);\n"
      "const config = JSON.parse(open('config.json'));\n"
      "export default function () { console.log(users.length, users[1].name, config.n, __VU, __ITER); }\n");
  folder->add("users.csv", "id,name\n1,Ann\n2,\"Lee, Bo\"\n");
  folder->add("config.json", "{\"n\": 3}");
  FakeWorld world(std::move(folder), {});
  EXPECT_EQ(world.run("default", 4), "info: 3 Lee, Bo 3 5 0\n");
  EXPECT_EQ(world.run("default", 4), "info: 3 Lee, Bo 3 5 1\n");
}

TEST(Clock, DatesAreSimulatedTimeInUtc)
{
  EXPECT_EQ(said_by("const from = Date.now(); sleep(1.5); console.log(Date.now() - from, new Date().toISOString(), new "
                    "Date().getTimezoneOffset())"),
            "info: 1500 2023-11-14T22:13:21.500Z 0\n");
}

TEST(Dice, AreTheCustomersAndSeedsAreHonoured)
{
  const std::string script =
      "import { randomSeed } from 'k6';\nexport default function () { console.log(Math.random()); randomSeed(7); "
      "console.log(Math.random()); }\n";
  FakeWorld one(script);
  FakeWorld other(script, {.engine = {.realm_per_user = true}});
  const auto first = one.run("default", 0);
  EXPECT_EQ(first, other.run("default", 0));
  const auto second = one.run("default", 1);
  EXPECT_NE(first, second);
  EXPECT_EQ(first.substr(first.find('\n')), second.substr(second.find('\n'))); // behind the seed
}

TEST(Encoding, Base64OfTextAndBytes)
{
  FakeWorld world("import encoding from 'k6/encoding';\nexport default function () { "
                  "console.log(encoding.b64encode('h\\u00e9llo'), "
                  "encoding.b64decode('aMOpbGxv', 'std', 's'), encoding.b64encode('a?>', 'rawurl')); }\n");
  EXPECT_EQ(world.run(), "info: aMOpbGxv h\xc3\xa9llo YT8-\n");
}

} // namespace
} // namespace onsale::javascript
