// onsale new with what people have: a k6 script, an application's files, a Compose file.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>

namespace onsale::cli {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::string get_x = "export default function () { http.get('http://localhost:8080/x'); }\n";

/// What `onsale run` says of the load of a new scenario for this script.
std::string description(const std::string& options, const std::vector<std::string>& more = {})
{
  const Workplace place;
  place.write("script.js", "import http from 'k6/http';\n" + options + get_x);
  std::vector<std::string> arguments{"new", "shop", "--k6", "script.js"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Ended made = place.run(arguments);
  EXPECT_EQ(made.exit_code, 0) << made.errors;
  EXPECT_THAT(made.output, HasSubstr("Dry run of one user: 1 requests to 1 endpoints, 1 answered"));
  const Ended ran = place.run({"run", "shop/load.yaml"});
  EXPECT_EQ(ran.exit_code, 0) << ran.errors;
  return ran.output;
}

} // namespace

TEST(NewOfAScript, OptionsInACommentDoNotCount)
{
  EXPECT_THAT(description("// export const options = {\n//   vus: 500,\n// };\n"
                          "export const options = {\n  vus: 7,\n  duration: '2s',\n};\n"),
              HasSubstr("7 max VUs"));
}

TEST(NewOfAScript, OptionsThatK6IgnoresAreNoFault)
{
  EXPECT_THAT(description("export let options = { vus: 3, duration: '2s', http2: false, timeout: '30s' };\n"),
              HasSubstr("3 max VUs"));
}

TEST(NewOfAScript, OptionsMayBeComputed)
{
  const std::string computed = "export const options = { vus: Number(__ENV.VUS || 4), duration: __ENV.HOLD || '2s', "
                               "tags: { testid: `${__ENV.ENTRY}` } };\n";
  EXPECT_THAT(description(computed), HasSubstr("4 max VUs"));
}

TEST(NewOfAScript, VusAndDurationCountAsInK6)
{
  EXPECT_THAT(description("", {"--vus", "6", "--duration", "2s"}), HasSubstr("6 looping VUs for 2s"));
  EXPECT_THAT(description("export const options = { vus: 2, duration: '1s' };\n", {"--vus", "5", "--duration", "2s"}),
              HasSubstr("5 looping VUs for 2s"));
}

TEST(NewOfAScript, TheScriptIsTheLoadAndNothingIsAdded)
{
  const Workplace place;
  place.write("script.js", "import http from 'k6/http';\nexport const options = { vus: 2, duration: '2s' };\n"
                           "export default function () {\n  http.post('http://localhost:8080/orders', '{}');\n"
                           "  http.post('http://localhost:8080/payments', '{}');\n}\n");
  const Ended made = place.run({"new", "shop", "--k6", "script.js"});
  EXPECT_EQ(made.exit_code, 0) << made.errors;
  EXPECT_THAT(made.output, HasSubstr("2 requests to 2 endpoints, 2 answered"));
  const std::string load = place.read("shop/load.yaml");
  EXPECT_THAT(load, HasSubstr("script: \"../script.js\""));
  EXPECT_THAT(load, Not(HasSubstr("sleep")));
  const std::string system = place.read("shop/system.yaml");
  EXPECT_THAT(system, HasSubstr("path: \"/orders\""));
  EXPECT_THAT(system, HasSubstr("path: \"/payments\""));
  EXPECT_THAT(system, Not(HasSubstr("/events")));
  EXPECT_THAT(place.run({"run", "shop/load.yaml"}).output, ContainsRegex("http_reqs\\.+: [0-9]+"));
}

TEST(NewOfAScript, AScriptThatOnsaleCannotRunIsToldWhere)
{
  const Workplace place;
  place.write("script.js", "import ws from 'k6/ws';\nexport default function () {}\n");
  const Ended ended = place.run({"new", "shop", "--k6", "script.js"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.errors, HasSubstr("script.js:1:17: Error: import of 'k6/ws': WebSocket is not simulated"));
  EXPECT_TRUE(place.files() == std::vector<std::string>{"script.js"});
}

TEST(NewOfAnApplication, ProfilesLieOverEachOther)
{
  const Workplace place;
  place.write("application.yml", "spring:\n  profiles:\n    active: local\n  datasource:\n    hikari:\n"
                                 "      maximum-pool-size: 3\n---\nspring.config.activate.on-profile: local\n"
                                 "spring:\n  datasource:\n    hikari:\n      maximum-pool-size: 37\n");
  place.write("application-load.yml", "spring:\n  config:\n    activate:\n      on-profile: load\n"
                                      "  datasource:\n    hikari:\n      maximum-pool-size: 41\n"
                                      "server:\n  tomcat:\n    threads:\n      max: 33\n");
  EXPECT_EQ(place.run({"new", "a", "--spring", "application.yml"}).exit_code, 0);
  EXPECT_THAT(place.read("a/system.yaml"), HasSubstr("maximum-pool-size: 37"));
  EXPECT_EQ(place.run({"new", "b", "--spring", "application-load.yml"}).exit_code, 0);
  EXPECT_THAT(place.read("b/system.yaml"), HasSubstr("maximum-pool-size: 41"));
  EXPECT_THAT(place.read("b/system.yaml"), HasSubstr("threads.max: 33"));
  EXPECT_EQ(place.run({"new", "c", "--spring", "application.yml", "--profile", "load"}).exit_code, 0);
  EXPECT_THAT(place.read("c/system.yaml"), HasSubstr("maximum-pool-size: 41"));
  EXPECT_THAT(place.read("c/system.yaml"), HasSubstr("# Left out: application.yml:8:1: for profile local"));
}

TEST(NewOfAnApplication, ComposeGivesHostsAndOpenApiEndpoints)
{
  const Workplace place;
  place.write("compose.yml", "services:\n  app: {build: ., cpus: 2, mem_limit: 2g}\n  db: {image: postgres:16}\n");
  place.write("api.yml", "openapi: 3.0.0\npaths:\n  /events/{id}:\n    get: {}\n");
  const Ended made = place.run({"new", "shop", "--compose", "compose.yml", "--openapi", "api.yml", "--duration", "2s"});
  EXPECT_EQ(made.exit_code, 0) << made.errors;
  const std::string system = place.read("shop/system.yaml");
  EXPECT_THAT(system, HasSubstr("  app: {cores: 2, memory: 2GB}\n"));
  EXPECT_THAT(system, HasSubstr("# PostgreSQL is modelled as a MySQL"));
  EXPECT_THAT(system, HasSubstr("path: \"/events/{id}\""));
  EXPECT_EQ(place.run({"run", "shop/load.yaml"}).exit_code, 0);
}

TEST(AuditWithAScript, ItsOptionsAreThePlan)
{
  const Workplace place;
  place.write("summary.json", R"({"metrics": {"http_reqs": {"count": 100, "rate": 10}}})");
  place.write("script.js", "export const options = { vus: 1, duration: `${60}s` };\nexport default function () {}\n");
  const Ended ended = place.run({"audit", "summary.json", "--script-options", "script.js"});
  EXPECT_EQ(ended.exit_code, 1) << ended.errors;
  EXPECT_THAT(ended.output, HasSubstr("the options make a run of 60 to"));
}

} // namespace onsale::cli
