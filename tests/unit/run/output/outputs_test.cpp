#include "model/config/faults.hpp"
#include "sim/run/output/outputs.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace onsale::run {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

} // namespace

TEST(Outputs, FilesAreThereOnceClosed)
{
  const TemporaryFolder folder;
  Outputs outputs({"csv=" + (folder / "a.csv").string(), "json=" + (folder / "a=b.json").string()});
  EXPECT_EQ(outputs.sinks().size(), 2U);
  EXPECT_EQ(folder.shortened(outputs.descriptions().at(1)), "json (FOLDER/a=b.json)");
  EXPECT_FALSE(std::filesystem::exists(folder / "a.csv"));
  outputs.close();
  EXPECT_THAT(folder.files(), ElementsAre("a.csv", "a=b.json"));
}

TEST(Outputs, AllFaultsAreToldAndNothingIsLeft)
{
  const TemporaryFolder folder;
  std::string text;
  try {
    const Outputs outputs(
        {"csv=" + (folder / "a.csv").string(), "csv", "jsn=x", "json=" + (folder / "gone/b.json").string()});
  } catch (const config::InvalidInput& invalid) {
    text = folder.shortened(invalid.what());
  }
  EXPECT_EQ(text, "--out: csv needs a file: csv=FILE\n"
                  "--out: there is no output called \"jsn\", did you mean \"json\"?\n"
                  "--out: cannot write FOLDER/gone/b.json: No such file or directory");
  EXPECT_THAT(folder.files(), IsEmpty());
}

} // namespace onsale::run
