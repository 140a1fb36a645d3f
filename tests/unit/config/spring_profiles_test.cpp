#include "model/config/faults.hpp"
#include "model/config/spring_profiles.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace onsale::config {
namespace {

using testing::ElementsAre;
using Profiles = std::vector<std::string>;

/// `name=value` of what counts; later ones win.
std::string pool_of(const std::filesystem::path& file, const Profiles& profiles = {})
{
  Faults faults;
  std::string pool;
  for (const FlatValue& value : read_application_file(file, profiles, faults).values)
    if (value.name == "pool")
      pool = value.value.text;
  faults.throw_if_any();
  return pool;
}

TEST(SpringProfiles, AnExpressionHoldsAsInSpring)
{
  const Profiles active{"load", "eu"};
  for (const char* holds :
       {"load", "!prod", "load & eu", "prod | eu", "prod, load", "(prod | eu) & load", "!(prod & eu)"})
    EXPECT_TRUE(profile_holds(holds, active)) << holds;
  for (const char* fails : {"prod", "!load", "load & prod", "prod | us", "prod,us"})
    EXPECT_FALSE(profile_holds(fails, active)) << fails;
}

TEST(SpringProfiles, TheActiveProfileOfTheFileItselfLiesOverTheRest)
{
  const TemporaryFolder folder;
  const auto file = folder.write("application.yml", "spring:\n  profiles:\n    active: local\npool: 3\n---\n"
                                                    "spring.config.activate.on-profile: local\npool: 37\n---\n"
                                                    "spring.config.activate.on-profile: prod\npool: 99\n");
  EXPECT_EQ(pool_of(file), "37");
  EXPECT_EQ(pool_of(file, {"prod"}), "99");
  EXPECT_EQ(pool_of(file, {"other"}), "3");
  Faults faults;
  const auto read = read_application_file(file, {}, faults);
  EXPECT_THAT(read.left_out, ElementsAre(file.string() + ":9:1: for profile prod"));
}

TEST(SpringProfiles, AFileOfAProfileIsReadForThatProfile)
{
  const TemporaryFolder folder;
  const auto file = folder.write("application-load.yml", "spring.config.activate.on-profile: load\npool: 37\n");
  EXPECT_EQ(pool_of(file), "37");
}

TEST(SpringProfiles, FilesOfActiveProfilesBesideItLieOverIt)
{
  const TemporaryFolder folder;
  const auto file = folder.write("application.properties", "spring.profiles.active=${PROFILE:load}\n"
                                                           "spring.profiles.group.load=db,cache\npool=1\n");
  folder.write("application-load.yml", "pool: 2\n");
  folder.write("application-db.properties", "pool=4\n");
  folder.write("application-prod.yml", "pool: 8\n");
  EXPECT_EQ(pool_of(file), "4");
  EXPECT_EQ(pool_of(file, {"prod"}), "8");
}

TEST(SpringProfiles, WithoutAnyTheProfileIsDefault)
{
  const TemporaryFolder folder;
  const auto file =
      folder.write("application.yml", "pool: 1\n---\nspring.config.activate.on-profile: default\npool: 2\n");
  EXPECT_EQ(pool_of(file), "2");
  EXPECT_EQ(pool_of(file, {"load"}), "1");
}

} // namespace
} // namespace onsale::config
