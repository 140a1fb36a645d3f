#include "model/config/faults.hpp"
#include "sim/run/scenario_finder.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace onsale::run {
namespace {

using testing::ElementsAre;

class ScenarioFinder : public testing::Test {
protected:
  ScenarioFinder()
  {
    for (const char* file : {"shop/rush.yaml", "shop/calm.yaml", "shop/system.yaml", "shop/notes.md", "bank/pay.yaml"})
      folder_.write(file, "");
    folder_.write("shop/browsing.yaml", "journeys: {}\n");
    folder_.write("shop/rush.yaml", "# A rush.\ninclude: [system.yaml, browsing.yaml]\n");
  }

  std::vector<std::string> names(const std::vector<std::string>& selectors) const
  {
    std::vector<std::string> names;
    for (const ScenarioFile& file : select_scenarios(folder_.path(), selectors))
      names.push_back(file.name());
    return names;
  }

  template <class Work> std::string refusal(const Work& work) const
  {
    try {
      work();
    } catch (const config::InvalidInput& invalid) {
      return folder_.shortened(invalid.what());
    }
    return "none";
  }

  TemporaryFolder folder_;
};

} // namespace

TEST_F(ScenarioFinder, ListsScenariosInOrderWithoutTheirParts)
{
  EXPECT_THAT(names({}), ElementsAre("bank/pay", "shop/calm", "shop/rush"));
}

TEST_F(ScenarioFinder, SelectsSystemsAndTestsEachOnce)
{
  EXPECT_THAT(names({"shop"}), ElementsAre("shop/calm", "shop/rush"));
  EXPECT_THAT(names({"shop/rush", "bank", "shop/rush"}), ElementsAre("bank/pay", "shop/rush"));
}

TEST_F(ScenarioFinder, EverySelectorThatMatchesNothingIsTold)
{
  EXPECT_EQ(refusal([&] {
              names({"shopp", "bank", "bank/play"});
            }),
            "FOLDER: there is no scenario called \"shopp\", did you mean \"shop\"?\n"
            "FOLDER: there is no scenario called \"bank/play\", did you mean \"bank/pay\"?");
}

TEST_F(ScenarioFinder, AScenarioIsMeantByPathOrByName)
{
  const auto path = folder_ / "shop/rush.yaml";
  EXPECT_EQ(find_scenario(folder_.path(), "shop/rush"), path);
  EXPECT_EQ(find_scenario("/nowhere", path.string()), path);
  EXPECT_EQ(refusal([&] { find_scenario(folder_.path(), "shop/rash"); }),
            "FOLDER: there is no scenario called \"shop/rash\", did you mean \"shop/rush\"?");
  EXPECT_EQ(refusal([&] { find_scenario("/nowhere", (folder_ / "shop/rash.yaml").string()); }),
            "FOLDER/shop/rash.yaml: no such file, did you mean \"rush.yaml\"?");
}

TEST_F(ScenarioFinder, AMissingFolderIsTold)
{
  EXPECT_EQ(refusal([&] { scenario_files(folder_ / "gone"); }), "FOLDER/gone: there is no folder of scenarios here");
}

} // namespace onsale::run
