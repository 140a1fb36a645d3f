#include "model/config/object.hpp"
#include "model/config/overrides.hpp"
#include "tests/unit/config/fault_text.hpp"

#include <gtest/gtest.h>

namespace onsale::config {

namespace {

constexpr std::string_view scenario = "host: {cores: 6}\n"
                                      "endpoints:\n"
                                      "  reserve: {cpu: 1ms}\n"
                                      "  v1.0/pay: {cpu: 2ms}\n"
                                      "stages: [{target: 5}, {name: peak, target: 7}]\n"
                                      "settings:\n"
                                      "  server.port: 80\n"
                                      "faults: [{fault: redis down}, {fault: redis slow, factor: 2}]\n"
                                      "actions: [{do: end fault, fault: redis slow, at: 9s}]\n"
                                      "empty:\n";

struct Overriding : testing::Test {
  std::string apply(std::string_view path, std::string_view value = "12")
  {
    Faults faults;
    apply_override(document, path, value, faults);
    return fault_text(faults);
  }

  Faults reading;
  Document document = parse_document(scenario, "s.yaml", reading);
};

} // namespace

TEST_F(Overriding, ReplacesAScalarAtADottedPath)
{
  EXPECT_EQ(apply("host.cores"), "");
  EXPECT_EQ(apply("endpoints.reserve.cpu", "3ms"), "");
  EXPECT_EQ(apply("endpoints.v1.0/pay.cpu", "4ms"), "");
  EXPECT_EQ(apply("stages.0.target", "50"), "");
  EXPECT_EQ(apply("stages.peak.target", "70"), "");
  EXPECT_EQ(apply("settings.server.port", "81"), "");
  const auto& root = document.root;
  EXPECT_EQ(root.find("host")->find("cores")->text, "12");
  EXPECT_EQ(to_string(root.find("host")->find("cores")->place), "--set");
  EXPECT_EQ(root.find("endpoints")->find("reserve")->find("cpu")->text, "3ms");
  EXPECT_EQ(root.find("endpoints")->find("v1.0/pay")->find("cpu")->text, "4ms");
  EXPECT_EQ(root.find("stages")->items[0].find("target")->text, "50");
  EXPECT_EQ(root.find("stages")->items[1].find("target")->text, "70");
  EXPECT_EQ(root.find("settings")->find("server.port")->text, "81");
}

TEST_F(Overriding, FindsFaultsAndActionsByWhatTheyAreCalled)
{
  EXPECT_EQ(apply("faults.redis slow.factor", "5"), "");
  EXPECT_EQ(apply("actions.end fault.at", "20s"), "");
  EXPECT_EQ(document.root.find("faults")->items[1].find("factor")->text, "5");
  EXPECT_EQ(document.root.find("actions")->items[0].find("at")->text, "20s");
  EXPECT_EQ(apply("faults.redis slwo.factor"),
            "--set: faults.redis slwo.factor: faults has no element \"redis slwo\", it has 2 of them, counted from 0, "
            "did you mean \"redis slow\"?\n");
}

TEST_F(Overriding, LeavesNewKeysToTheReader)
{
  EXPECT_EQ(apply("host.speed", "fast"), "");
  EXPECT_EQ(apply("host.coers"), "");
  EXPECT_EQ(apply("empty.x"), "");
  EXPECT_EQ(apply("network.latency", "1ms"), "");
  Object root(document, reading);
  auto host = root.object("host");
  host.integer("cores");
  host.number("speed");
  host.finish();
  EXPECT_EQ(fault_text(reading), "--set: host.speed: expected a number, found \"fast\"\n"
                                 "--set: host: unknown key \"coers\", did you mean \"cores\"?\n");
}

TEST_F(Overriding, RefusesPathsThatLeadNowhere)
{
  EXPECT_EQ(apply("endpoints.resreve.cpu"),
            "--set: endpoints.resreve.cpu: endpoints has no key \"resreve\", did you mean \"reserve\"?\n");
  EXPECT_EQ(apply("stages.2.target"),
            "--set: stages.2.target: stages has no element \"2\", it has 2 of them, counted from 0, expected peak\n");
  EXPECT_EQ(apply("stages.paek.target"), "--set: stages.paek.target: stages has no element \"paek\", it has 2 of them, "
                                         "counted from 0, did you mean \"peak\"?\n");
  EXPECT_EQ(apply("host.cores.deep"), "--set: host.cores.deep: host.cores is a single value and has no keys\n");
  EXPECT_EQ(apply("host"), "--set: host: is a map, only a single value can be set\n");
  EXPECT_EQ(apply("host..cores"), "--set: host..cores: expected names joined by dots, found \"host..cores\"\n");
}

TEST_F(Overriding, IsWrittenNameEqualsValue)
{
  Faults faults;
  const auto override = parse_override("host.name=a=b", faults);
  ASSERT_TRUE(override);
  EXPECT_EQ(override->path, "host.name");
  EXPECT_EQ(override->value, "a=b");
  EXPECT_FALSE(parse_override("host.cores", faults));
  EXPECT_FALSE(parse_override("=5", faults));
  EXPECT_EQ(fault_text(faults), "--set: expected name=value, found \"host.cores\"\n"
                                "--set: expected name=value, found \"=5\"\n");
}

} // namespace onsale::config
