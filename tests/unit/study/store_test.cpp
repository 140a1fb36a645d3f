#include "sim/study/store.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace onsale::study {
namespace {

Observation observation()
{
  Observation seen;
  seen.figures = {{"http_req_duration p(95)", true, 1.0 / 3}, {"http_reqs rate", false, 12}};
  seen.verdicts = {{"http_req_duration", "p(95)<500", 1.0 / 3, true}};
  seen.resources = {{"box cpu", 2, 0.5, 1, 0.001, 12, 6}};
  seen.bottleneck = "box cpu";
  seen.bottleneck_line = "box cpu, 99 % busy";
  seen.lost.dropped = 3;
  seen.exit_code = 99;
  return seen;
}

} // namespace

TEST(Observation, ComesBackFromItsTextToTheLastDigit)
{
  const Observation seen = observation_from_json(to_json(observation()));
  EXPECT_EQ(to_json(seen), to_json(observation()));
  EXPECT_EQ(seen.find("http_req_duration p(95)")->value, 1.0 / 3);
}

TEST(Store, KnowsWhatAnotherProcessLeft)
{
  const run::TemporaryFolder folder;
  const RunKey key{0x1234, 7, 2, "0.1.0+abc"};
  {
    Store store(folder / "runs.db");
    EXPECT_FALSE(store.find(key));
    store.add(key, "shop", "rush", observation());
    store.add(key, "shop", "rush", observation()); // a second sweep computed it at the same time
    store.set_points("sweep", {{{{"vus", "100"}}, 0x1234}}, 7, "0.1.0+abc");
  }
  const Store store(folder / "runs.db");
  ASSERT_TRUE(store.find(key));
  EXPECT_EQ(to_json(*store.find(key)), to_json(observation()));
  EXPECT_FALSE(store.find({0x1234, 7, 2, "0.1.1+abc"})) << "another build may give other results";
  EXPECT_FALSE(store.find({0x1234, 8, 2, "0.1.0+abc"}));
}

TEST(Store, RefusesAFileThatIsSomethingElse)
{
  const run::TemporaryFolder folder;
  const auto path = folder.write("notes.txt", std::string(4096, 'x'));
  try {
    const Store store(path);
    FAIL();
  } catch (const StoreError& error) {
    EXPECT_EQ(error.what(), path.string() + ": file is not a database");
  }
}

} // namespace onsale::study
