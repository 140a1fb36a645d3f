// What other tools are given: series, traces, completion, the manual page, a first scenario.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <cstdlib>

namespace onsale::cli {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

/// Runs a shell's script with the program on its path. @return what it printed
std::string shell(const Workplace& place, const std::string& script)
{
  const std::string program = ONSALE_PROGRAM;
  place.write("script.bash", "cd '" + (place / "").string() + "'\nexport ONSALE_DATA='" ONSALE_SOURCE_DIR "'\nPATH='" +
                                 program.substr(0, program.rfind('/')) + "':$PATH\n" + script);
  const std::string command =
      "bash '" + (place / "script.bash").string() + "' > '" + (place / "printed.txt").string() + "' 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0) << script << place.read("printed.txt");
  return place.read("printed.txt");
}

/// What bash would offer for the last word of a line.
std::string offered(const Workplace& place, const std::string& line)
{
  return shell(place, "eval \"$(onsale completion bash)\"\nCOMP_WORDS=(" + line +
                          ")\nCOMP_CWORD=$((${#COMP_WORDS[@]}-1))\n_onsale\necho \"${COMPREPLY[@]}\"\n");
}

} // namespace

TEST(Interop, TracesHoldWhatTheRequestsTook)
{
  const Workplace place;
  place.write("small.yaml", small_scenario());
  const Ended ended =
      place.run({"run", "small.yaml", "--out", "trace=trace.json", "--out", "otlp=otlp.json", "--trace-every", "10"});
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  const auto trace = Json::parse(place.read("trace.json"));
  std::size_t requests = 0;
  double end_us = 0;
  for (const Json& event : trace.at("traceEvents")) {
    if (event.at("ph") != "X")
      continue;
    if (event.at("cat") == "request") {
      ++requests;
      end_us = event.at("ts").get<double>() + event.at("dur").get<double>();
    } else {
      EXPECT_LE(event.at("ts").get<double>() + event.at("dur").get<double>(), end_us + 1e-3);
    }
  }
  EXPECT_GT(requests, 10U);
  const auto otlp = Json::parse(place.read("otlp.json"));
  std::size_t roots = 0;
  for (const Json& span : otlp.at("resourceSpans").at(0).at("scopeSpans").at(0).at("spans"))
    roots += span.contains("parentSpanId") ? 0 : 1;
  EXPECT_EQ(roots, requests);
}

TEST(Interop, TracingChangesNoResult)
{
  const Workplace place;
  place.write("small.yaml", small_scenario());
  const Ended plain = place.run({"run", "small.yaml", "--json"});
  const Ended traced = place.run({"run", "small.yaml", "--json", "--out", "trace=trace.json", "--trace-every", "1"});
  EXPECT_EQ(plain.output, traced.output);
}

TEST(Interop, OpenMetricsHaveTheSidesOfK6AndOfTheServer)
{
  const Workplace place;
  place.write("small.yaml", small_scenario());
  EXPECT_EQ(place.run({"run", "small.yaml", "--out", "openmetrics=metrics.txt"}).exit_code, 0);
  const std::string text = place.read("metrics.txt");
  for (const char* name :
       {"k6_http_reqs_total{", "k6_http_req_duration_p95{", "k6_vus ", "k6_iterations_total{",
        "hikaricp_connections_active{", "hikaricp_connections_pending{", "hikaricp_connections_timeout_total{",
        "tomcat_threads_busy_threads{", "tomcat_connections_current_connections{", "jvm_memory_used_bytes{",
        "jvm_gc_pause_seconds_count{", "process_cpu_usage{", "system_cpu_usage{"})
    EXPECT_THAT(text, HasSubstr(std::string("\n") + name));
  EXPECT_TRUE(text.ends_with("# EOF\n"));
}

TEST(Completion, BashOffersCommandsOptionsWordsAndScenarios)
{
  const Workplace place;
  EXPECT_THAT(offered(place, "onsale sc"), HasSubstr("scenarios schema"));
  EXPECT_THAT(offered(place, "onsale run --summary-m"), HasSubstr("--summary-mode"));
  EXPECT_THAT(offered(place, "onsale run --summary-mode co"), testing::StartsWith("compact"));
  EXPECT_THAT(offered(place, "onsale run examples/on"), testing::StartsWith("examples/on-sale"));
  EXPECT_THAT(offered(place, "onsale calibrate ho"), testing::StartsWith("host"));
  EXPECT_THAT(offered(place, "onsale run examples/on-sale --set spring.datasource.hikari.max"),
              testing::StartsWith("spring.datasource.hikari.maximum-pool-size="));
  EXPECT_THAT(offered(place, "onsale completion f"), testing::StartsWith("fish"));
}

TEST(Completion, OtherShellsKnowEachCommand)
{
  const Workplace place;
  for (const char* shell : {"zsh", "fish"}) {
    const std::string script = place.run({"completion", shell}).output;
    for (const char* word : {"run", "replay", "calibrate", "host", "summary-mode", "legacy", "onsale scenarios"})
      EXPECT_THAT(script, HasSubstr(word)) << shell;
  }
}

TEST(ManPage, HasEachCommandAndNoWarnings)
{
  const Workplace place;
  const std::string page = place.run({"man"}).output;
  for (const char* words : {".TH ONSALE 1", "onsale run scenario", "\\-\\-summary\\-mode", "onsale calibrate host"})
    EXPECT_THAT(page, HasSubstr(words));
  place.write("onsale.1", page);
  EXPECT_EQ(shell(place, "command -v groff >/dev/null || exit 0\nLC_ALL=C.UTF-8 groff -man -ww -z -Kutf8 onsale.1\n"),
            "");
}

TEST(New, MakesAScenarioThatRunsAndCanBeCalibrated)
{
  const Workplace place;
  place.write("application.properties", "server.tomcat.threads.max=32\n");
  place.write("script.js",
              "export const options = { scenarios: { a: { executor: 'constant-vus', vus: 20, duration: '5s', "
              "gracefulStop: '1s' } } };\n");
  const Ended made = place.run({"new", "shop", "--endpoint", "GET /events", "--endpoint", "POST /orders", "--spring",
                                "application.properties", "--k6", "script.js"});
  EXPECT_EQ(made.exit_code, 0) << made.errors;
  EXPECT_THAT(made.output, HasSubstr("shop/load.yaml\n"));
  EXPECT_THAT(place.read("shop/system.yaml"), HasSubstr("server.tomcat.threads.max: 32"));
  const Ended ran = place.run({"run", "shop/load.yaml", "--check", "--summary-export", "load.json"});
  EXPECT_EQ(ran.exit_code, 0) << ran.output << ran.errors;
  const Ended fitted =
      place.run({"calibrate", "shop/load.yaml", "--data", "load=load.json", "--fit", "endpoints.get_events.flow.0.cpu",
                 "--replications", "1", "--noise-replications", "3", "--no-advice", "--out", "fitted.yaml"});
  EXPECT_EQ(fitted.exit_code, 0) << fitted.output << fitted.errors;
}

TEST(New, RefusesAFolderThatIsThere)
{
  const Workplace place;
  std::filesystem::create_directory(place / "shop");
  const Ended ended = place.run({"new", "shop", "--pool", "5"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_EQ(ended.errors, "shop: is there already\n");
}

} // namespace onsale::cli
