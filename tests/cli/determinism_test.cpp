// Same scenario, seed and version: same bytes. Another seed: others. One knob turned: the customers stay the same.
#include "tests/cli/program.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <sstream>

namespace onsale::cli {
namespace {

const std::vector<std::string> result_files = {"summary.json",
                                               "raw.csv",
                                               "raw.json",
                                               "result/summary.json",
                                               "result/timeseries.csv",
                                               "result/manifest.json",
                                               "result/anatomy.csv",
                                               "result/blame.csv",
                                               "result/latencies.csv",
                                               "result/failures.csv"};

/// All output files of a run, by name.
std::map<std::string, std::string> files_of_run(const std::vector<std::string>& more)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  std::vector<std::string> arguments = {"run",          "shop.yaml", "--out-dir",   "result", "--summary-export",
                                        "summary.json", "--out",     "csv=raw.csv", "--out",  "json=raw.json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  EXPECT_EQ(place.run(arguments).exit_code, 0);
  std::map<std::string, std::string> files;
  for (const std::string& name : result_files)
    files[name] = place.read(name);
  return files;
}

/// Values of a metric in the order of their times, from a k6 CSV.
std::vector<std::string> values_of(const std::string& csv, const std::string& metric)
{
  std::vector<std::string> values;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(metric + ",")) {
      const auto time_end = line.find(',', metric.size() + 1);
      values.push_back(line.substr(time_end + 1, line.find(',', time_end + 1) - time_end - 1));
    }
  return values;
}

} // namespace

TEST(Determinism, SameSeedGivesTheSameBytesInEveryFile)
{
  const auto first = files_of_run({"--seed", "7"});
  for (const auto& [name, text] : first)
    EXPECT_NE(text, "") << name;
  EXPECT_EQ(first, files_of_run({"--seed", "7"}));
}

TEST(Determinism, AnotherSeedGivesOtherSamples)
{
  const auto one = files_of_run({"--seed", "1"});
  const auto other = files_of_run({"--seed", "2"});
  EXPECT_NE(one.at("raw.csv"), other.at("raw.csv"));
  EXPECT_NE(one.at("summary.json"), other.at("summary.json"));
  EXPECT_NE(values_of(one.at("raw.csv"), "chosen_user"), values_of(other.at("raw.csv"), "chosen_user"));
}

// The first iterations of all 60 users begin at one instant, in the same order whatever the system does; later ones
// begin when the earlier ones end, so only those that both runs reached can be compared, each user's in its order.
TEST(Determinism, ChangedPoolSizeMeetsTheSameCustomers)
{
  const auto large = files_of_run({});
  const auto small = files_of_run({"--set", "spring.datasource.hikari.maximum-pool-size=1"});
  EXPECT_NE(values_of(large.at("raw.csv"), "http_req_duration"), values_of(small.at("raw.csv"), "http_req_duration"));
  constexpr std::size_t users = 60;
  for (const char* metric : {"chosen_user", "chosen_seat"}) {
    auto with_large = values_of(large.at("raw.csv"), metric);
    auto with_small = values_of(small.at("raw.csv"), metric);
    ASSERT_GT(with_large.size(), users);
    ASSERT_LT(with_small.size(), with_large.size()) << "one connection is meant to slow them down";
    EXPECT_TRUE(std::equal(with_large.begin(), with_large.begin() + users, with_small.begin())) << metric;
    // What the slow run drew, the fast one drew too: as multisets.
    std::sort(with_large.begin(), with_large.end());
    std::sort(with_small.begin(), with_small.end());
    EXPECT_TRUE(std::includes(with_large.begin(), with_large.end(), with_small.begin(), with_small.end())) << metric;
  }
}

TEST(Determinism, ReplicationsDoNotDependOnHowManyRunSideBySide)
{
  const Workplace place;
  place.write("shop.yaml", small_scenario());
  const auto output = [&](const char* jobs) {
    const Ended ended = place.run({"run", "shop.yaml", "--replications", "4", "--jobs", jobs, "--json"});
    EXPECT_EQ(ended.exit_code, 0);
    return ended.output;
  };
  EXPECT_EQ(output("1"), output("4"));
}

} // namespace onsale::cli
