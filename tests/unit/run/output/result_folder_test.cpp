#include "model/config/faults.hpp"
#include "sim/run/output/result_folder.hpp"
#include "tests/unit/run/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

namespace onsale::run {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string refusal(const TemporaryFolder& folder, const std::filesystem::path& place)
{
  try {
    const ResultFolder result(place);
  } catch (const config::InvalidInput& invalid) {
    return folder.shortened(invalid.what());
  }
  return "none";
}

} // namespace

TEST(ResultFolder, IsThereOnlyOnceComplete)
{
  const TemporaryFolder folder;
  {
    ResultFolder result(folder / "a/b");
    result.add("summary.json", "{}");
    EXPECT_FALSE(std::filesystem::exists(folder / "a/b"));
    result.complete();
  }
  EXPECT_THAT(folder.files(), ElementsAre("a", "a/b", "a/b/summary.json"));
  EXPECT_EQ(folder.read("a/b/summary.json"), "{}");
}

TEST(ResultFolder, LeavesNothingBehindWhenGivenUp)
{
  const TemporaryFolder folder;
  {
    ResultFolder result(folder / "b");
    result.add("summary.json", "{}");
  }
  EXPECT_THAT(folder.files(), IsEmpty());
}

TEST(ResultFolder, TakesThePlaceOfAnEarlierResultAsAWhole)
{
  const TemporaryFolder folder;
  folder.write("b/failures.csv", "old");
  folder.write("b/report.html", "old");
  ResultFolder result(folder / "b/");
  EXPECT_EQ(folder.read("b/failures.csv"), "old") << "until the new one is whole";
  result.add("summary.json", "{}");
  result.complete();
  EXPECT_THAT(folder.files(), ElementsAre("b", "b/summary.json"));
}

TEST(ResultFolder, AnEmptyFolderMayBeReplaced)
{
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "b");
  EXPECT_EQ(refusal(folder, folder / "b"), "none");
}

TEST(ResultFolder, RefusesPlacesThatItMustNotOrCannotReplace)
{
  const TemporaryFolder folder;
  folder.write("mine/summary.json", "{}");
  folder.write("mine/thesis.tex", "");
  folder.write("mine/photo.png", "");
  folder.write("file", "");
  EXPECT_EQ(refusal(folder, folder / "mine"),
            "--out-dir: FOLDER/mine: is no result folder, since it holds photo.png; it "
            "would be replaced as a whole");
  EXPECT_EQ(refusal(folder, folder / "file"), "--out-dir: FOLDER/file: is a file, expected a folder");
  EXPECT_EQ(refusal(folder, folder / "file/b"), "--out-dir: FOLDER/file/b: cannot be written: Not a directory");
  if (geteuid() != 0) { // nothing is closed to root
    std::filesystem::create_directory(folder / "closed");
    std::filesystem::permissions(folder / "closed", std::filesystem::perms::owner_read);
    EXPECT_EQ(refusal(folder, folder / "closed/b"), "--out-dir: FOLDER/closed/b: cannot be written: Permission denied");
    std::filesystem::permissions(folder / "closed", std::filesystem::perms::owner_all);
  }
}

} // namespace onsale::run
