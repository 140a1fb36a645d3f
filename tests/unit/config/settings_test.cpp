#include "model/config/settings.hpp"
#include "tests/unit/config/fault_text.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

namespace onsale::config {

using namespace std::chrono_literals;

namespace {

constexpr auto pool_size = "spring.datasource.hikari.maximum-pool-size";
constexpr auto idle = "spring.datasource.hikari.minimum-idle";
constexpr auto timeout = "spring.datasource.hikari.connection-timeout";
constexpr auto keep_alive = "server.tomcat.keep-alive-timeout";
constexpr auto heap = "jvm.heap";

std::vector<SettingSpec> specs()
{
  using enum SettingKind;
  return {
      {.name = pool_size, .kind = count, .default_value = "10", .minimum = "1", .source = "HikariCP default"},
      {.name = idle, .kind = count, .minimum = "0"},
      {.name = timeout, .kind = duration, .default_value = "30s", .default_unit = "ms", .source = "HikariCP default"},
      {.name = keep_alive, .kind = duration, .default_value = "-1", .minimum = "-1", .default_unit = "ms"},
      {.name = heap, .kind = bytes, .default_value = "512MB", .maximum = "8GB", .default_unit = "B"},
      {.name = "jvm.survivor", .kind = ratio, .default_value = "10%"},
      {.name = "spring.jpa.open-in-view", .kind = boolean, .default_value = "true", .source = "Spring Boot default"},
      {.name = "spring.application.name", .kind = text},
      {.name = "jvm.gc", .kind = text, .default_value = "G1", .choices = {"G1", "Parallel"}},
  };
}

struct TheSettings : testing::Test {
  Value scenario(std::string_view text)
  {
    document = parse_document(text, "on-sale.yaml", faults);
    return Value(*document.root.find("settings"), "settings", faults);
  }
  std::string text() const { return folder.shortened(fault_text(faults)); }
  std::string origins(const Settings& settings, std::string_view only_name) const
  {
    for (const auto& line : settings.lines())
      if (line.name == only_name)
        return folder.shortened(line.value + " from " + line.origin);
    return "";
  }

  TemporaryFolder folder;
  SettingsRegistry registry{specs()};
  Faults faults;
  Document document;
};

} // namespace

TEST_F(TheSettings, HaveDefaultsOfEveryKind)
{
  const Settings settings(registry, {}, faults);
  EXPECT_EQ(settings.count(pool_size), 10);
  EXPECT_EQ(settings.duration(timeout), 30s);
  EXPECT_EQ(settings.duration(keep_alive), -1ms);
  EXPECT_EQ(settings.bytes(heap), 512LL << 20);
  EXPECT_DOUBLE_EQ(settings.ratio("jvm.survivor"), 0.1);
  EXPECT_TRUE(settings.boolean("spring.jpa.open-in-view"));
  EXPECT_EQ(settings.text("jvm.gc"), "G1");
  EXPECT_FALSE(settings.is_set(idle));
  EXPECT_TRUE(settings.is_default(pool_size));
  EXPECT_EQ(origins(settings, pool_size), "10 from HikariCP default");
}

TEST_F(TheSettings, RiseInPriorityFromScenarioToFilesToSet)
{
  const auto properties = folder.write("application.properties", "spring.datasource.hikari.connectionTimeout=5000\n"
                                                                 "jvm.heap=1g\njvm.gc=parallel\n");
  const auto yaml = folder.write("application.yml", "jvm:\n  heap: 2GB\n");
  const auto given = scenario("settings:\n"
                              "  jvm.heap: 600MB\n"
                              "  spring:\n"
                              "    datasource.hikari:\n"
                              "      MAXIMUM_POOL_SIZE: 40\n"
                              "      minimum-idle: 5\n");
  const Settings settings(registry,
                          {.scenario = given,
                           .application_files = {properties, yaml},
                           .overrides = {{"SPRING_DATASOURCE_HIKARI_MINIMUMIDLE", "7"}}},
                          faults);
  EXPECT_EQ(text(), "");
  EXPECT_EQ(settings.count(pool_size), 40);
  EXPECT_EQ(settings.count(idle), 7);
  EXPECT_EQ(settings.duration(timeout), 5s);
  EXPECT_EQ(settings.bytes(heap), 2LL << 30);
  EXPECT_EQ(settings.text("jvm.gc"), "Parallel");
  EXPECT_EQ(origins(settings, pool_size), "40 from on-sale.yaml:5:7");
  EXPECT_EQ(origins(settings, idle), "7 from --set");
  EXPECT_EQ(origins(settings, timeout), "5000 from application.properties:1:1");
  EXPECT_EQ(origins(settings, heap), "2GB from application.yml:2:3");
}

TEST_F(TheSettings, ReportAllBadValuesWithTheDefault)
{
  const auto given = scenario("settings:\n"
                              "  spring.datasource.hikari.maximum-pool-size: 0\n"
                              "  spring.datasource.hikari.conection-timeout: 1s\n"
                              "  spring.datasource.hikari.connection-timeout: soon\n"
                              "  jvm:\n"
                              "    heap: 9GB\n"
                              "    survivor: 120%\n"
                              "    gc: G2\n"
                              "  spring.jpa.open-in-view: [true]\n"
                              "  server.tomcat.keep-alive-timeout:\n"
                              "  spring.datasource.hikari.maximumPoolSize: 5\n");
  const Settings settings(registry, {.scenario = given, .overrides = {{"jvm.heep", "1g"}, {heap, ""}}}, faults);
  EXPECT_EQ(
      text(),
      "--set: unknown setting \"jvm.heep\", did you mean \"jvm.heap\"?\n"
      "--set: jvm.heap: expected a size such as 512MB or 2GiB, found nothing (default 512MB)\n"
      "on-sale.yaml:2:3: spring.datasource.hikari.maximum-pool-size: 0 is below 1 (HikariCP default 10)\n"
      "on-sale.yaml:3:3: unknown setting \"spring.datasource.hikari.conection-timeout\", did you mean "
      "\"spring.datasource.hikari.connection-timeout\"?\n"
      "on-sale.yaml:4:3: spring.datasource.hikari.connection-timeout: expected a duration such as 30s, 1m30s or "
      "500ms, found \"soon\" (HikariCP default 30s)\n"
      "on-sale.yaml:6:5: jvm.heap: 9GB is above 8GB (default 512MB)\n"
      "on-sale.yaml:7:5: jvm.survivor: 120% is above 1 (default 10%)\n"
      "on-sale.yaml:8:5: jvm.gc: expected one of G1, Parallel, found \"G2\", did you mean \"G1\"? (default G1)\n"
      "on-sale.yaml:9:3: spring.jpa.open-in-view: expected true or false, found a list (Spring Boot default true)\n"
      "on-sale.yaml:10:3: server.tomcat.keep-alive-timeout: expected a duration such as 30s, 1m30s or 500ms, found "
      "nothing (default -1)\n"
      "on-sale.yaml:11:3: spring.datasource.hikari.maximum-pool-size is given twice, first at on-sale.yaml:2:3\n");
}

TEST_F(TheSettings, OfAnApplicationFileMayBeUnknownAndAreListed)
{
  const auto properties =
      folder.write("application.properties", "app.secret=hunter2\nspring.application.name=ticket\n");
  const Settings settings(registry, {.application_files = {properties}}, faults);
  EXPECT_EQ(text(), "");
  EXPECT_EQ(settings.text("spring.application.name"), "ticket");
  ASSERT_EQ(settings.ignored().size(), 1U);
  EXPECT_EQ(settings.ignored()[0].name, "app.secret");
  EXPECT_EQ(folder.shortened(to_string(settings.ignored()[0].place)), "application.properties:1:1");
}

TEST_F(TheSettings, LeaveOutDocumentsForAProfile)
{
  const auto yaml =
      folder.write("application.yml", "jvm.heap: 1g\n---\n"
                                      "spring.config.activate.on-profile: prod\njvm.heap: 7g\n---\n"
                                      "spring:\n  config:\n    activate:\n      on-profile: dev\njvm.gc: G9\n"
                                      "---\njvm.survivor: 0.2\n");
  const auto properties = folder.write(
      "application.properties", "#---\nspring.config.activate.on-profile=prod\njvm.heap=6g\n#---\njvm.gc=Parallel\n");
  const Settings settings(registry, {.application_files = {yaml, properties}}, faults);
  EXPECT_EQ(text(), "");
  EXPECT_EQ(settings.bytes(heap), 1LL << 30);
  EXPECT_DOUBLE_EQ(settings.ratio("jvm.survivor"), 0.2);
  EXPECT_EQ(settings.text("jvm.gc"), "Parallel");
}

TEST_F(TheSettings, ResolvePlaceholders)
{
  const auto properties =
      folder.write("application.properties", "pool.size=25\nspring.datasource.hikari.maximum-pool-size=${pool.size}\n"
                                             "jvm.heap=${HEAP:1g}\njvm.gc=${GC}\nspring.datasource.url=${DB_URL}\n");
  const Settings settings(registry, {.application_files = {properties}}, faults);
  EXPECT_EQ(settings.count(pool_size), 25);
  EXPECT_EQ(settings.bytes(heap), 1LL << 30);
  EXPECT_EQ(text(), "application.properties:4:1: jvm.gc: ${GC} has no default, and environment variables are not read: "
                    "write ${GC:value}\n");
}

TEST_F(TheSettings, RefuseFilesOfOtherKinds)
{
  folder.write("application.yml", "");
  const Settings settings(registry, {.application_files = {folder / "application.json", folder / "aplication.yml"}},
                          faults);
  EXPECT_EQ(text(), "aplication.yml: no such file, did you mean \"application.yml\"?\n"
                    "application.json: expected a file ending in .properties, .yml or .yaml\n");
}

TEST_F(TheSettings, AreReadAsTheKindTheyHave)
{
  const Settings settings(registry, {}, faults);
  EXPECT_THROW(settings.count(heap), std::logic_error);
  EXPECT_THROW(settings.count(idle), std::logic_error);
  EXPECT_THROW(settings.count("jvm.nothing"), std::logic_error);
}

TEST_F(TheSettings, ClaimOverridesThatBeginLikeASetting)
{
  EXPECT_TRUE(registry.claims("jvm.heap"));
  EXPECT_TRUE(registry.claims("spring.datasurce.x"));
  EXPECT_TRUE(registry.claims("SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE"));
  EXPECT_FALSE(registry.claims("host.cores"));
}

TEST(SettingsRegistry, RefusesItsOwnMistakes)
{
  const auto message = [](std::vector<SettingSpec> wrong) -> std::string {
    try {
      SettingsRegistry registry(std::move(wrong));
    } catch (const std::logic_error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(message({{.name = "a.b-c"}, {.name = "a.bC"}}), "setting a.bC is specified twice");
  EXPECT_EQ(message({{.name = "a", .kind = SettingKind::duration, .default_value = "30"}}),
            "setting a: default: 30 needs a unit, as in 30s or 30ms (default 30)");
  EXPECT_EQ(message({{.name = "a", .default_value = "0", .minimum = "1"}}),
            "setting a: default: 0 is below 1 (default 0)");
}

} // namespace onsale::config
