#include "tests/cli/program.hpp"

#include <gmock/gmock.h>

namespace onsale::cli {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Help, ExplainsTheWordsOfTheOutput)
{
  const Workplace place;
  EXPECT_THAT(place.run({"help", "bottleneck"}).output, StartsWith("bottleneck\n  The one resource that keeps"));
  EXPECT_THAT(place.run({"help", "think", "time"}).output, StartsWith("think time\n"));
  EXPECT_THAT(place.run({"help", "SLO"}).output, StartsWith("promise\n"));
  EXPECT_THAT(place.run({"help", "limit"}).output, HasSubstr("onsale limit"));
  EXPECT_THAT(place.run({"help"}).output, HasSubstr("\n  utilisation\n"));
  const Ended unknown = place.run({"help", "botleneck"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_EQ(unknown.errors, "help: no word of the output is called \"botleneck\", did you mean \"bottleneck\"?\n");
}

} // namespace onsale::cli
