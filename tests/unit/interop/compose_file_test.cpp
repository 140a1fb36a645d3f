#include "model/config/faults.hpp"
#include "sim/interop/compose_file.hpp"
#include "sim/interop/openapi_paths.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace onsale::interop {
namespace {

using testing::HasSubstr;

const char* const compose = "services:\n"
                            "  app:\n    build: .\n    deploy: {resources: {limits: {cpus: '2.5', memory: 1g}}}\n"
                            "  db: {image: \"mysql:${TAG:-8.0}\", cpus: 1, mem_limit: 512m}\n"
                            "  cache: {image: redis:7}\n"
                            "  bus: {image: confluentinc/cp-kafka:7.5}\n"
                            "  grafana: {image: grafana/grafana}\n";

} // namespace

TEST(ComposeFile, KnowsWhatServicesAreAndTheirLimits)
{
  using Kind = ComposeService::Kind;
  const run::TemporaryFolder place;
  std::ofstream(place.path() / "compose.yml") << compose;
  const auto services = read_compose(place.path() / "compose.yml");
  ASSERT_EQ(services.size(), 5U);
  EXPECT_EQ(services[0].kind, Kind::application);
  EXPECT_EQ(services[0].cpus, 2.5);
  EXPECT_EQ(services[0].memory, "1GB");
  EXPECT_EQ(services[1].kind, Kind::mysql);
  EXPECT_EQ(services[1].image, "mysql:8.0");
  EXPECT_EQ(services[1].memory, "512MB");
  EXPECT_EQ(services[2].kind, Kind::redis);
  EXPECT_EQ(services[3].kind, Kind::kafka);
  EXPECT_EQ(services[4].kind, Kind::other);
}

TEST(ComposeFile, BecomesHostsAndSaysWhatIsNotModelled)
{
  const run::TemporaryFolder place;
  std::ofstream(place.path() / "compose.yml") << compose;
  const std::string text = compose_hosts_text(read_compose(place.path() / "compose.yml"), "compose.yml");
  EXPECT_THAT(text, HasSubstr("  app: {cores: 2.5, memory: 1GB}\n"));
  EXPECT_THAT(text, HasSubstr("processes: {server: app, mysql: db, redis: machine, k6: machine}\n"));
  EXPECT_THAT(text, HasSubstr("# bus (confluentinc/cp-kafka:7.5) is not part of this draft"));
  EXPECT_THAT(text, HasSubstr("# grafana (grafana/grafana) is not modelled."));
}

TEST(OpenApiPaths, AreBelowThePathOfTheServer)
{
  const run::TemporaryFolder place;
  std::ofstream(place.path() / "api.json")
      << R"({"servers": [{"url": "http://h:8080/api/"}], "paths": {"/a/{id}": {"get": {}, "post": {}}, "/b": {"delete": {}}}})";
  EXPECT_THAT(read_openapi_paths(place.path() / "api.json"),
              testing::ElementsAre("GET /api/a/{id}", "POST /api/a/{id}", "DELETE /api/b"));
  std::ofstream(place.path() / "no.yml") << "a: 1\n";
  EXPECT_THROW(read_openapi_paths(place.path() / "no.yml"), config::InvalidInput);
}

} // namespace onsale::interop
