#include "model/k6/metric/tags.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

TEST(TagSet, IsEqualWhateverTheOrderOfSetting)
{
  TagSet tags;
  tags.set("status", "500").set("name", "token").set("status", "200");
  EXPECT_EQ(tags, (TagSet{{"name", "token"}, {"status", "200"}}));
  EXPECT_EQ(*tags.find("status"), "200");
  EXPECT_EQ(tags.find("url"), nullptr);
}

TEST(TagSet, ContainsAFilterOnlyWithAllItsTagsAndValues)
{
  const TagSet tags{{"group", ""}, {"name", "token"}, {"status", "200"}};
  EXPECT_TRUE(tags.contains({}));
  EXPECT_TRUE(tags.contains({{"name", "token"}, {"status", "200"}}));
  EXPECT_TRUE(tags.contains({{"group", ""}}));
  EXPECT_FALSE(tags.contains({{"status", "404"}}));
  EXPECT_FALSE(tags.contains({{"name", "token"}, {"error", ""}})); // absent is not empty
}

TEST(TagTable, GivesEqualSetsTheSameNumberAndZeroToTheEmptySet)
{
  TagTable table;
  const auto token = table.intern({{"name", "token"}});
  const auto seats = table.intern({{"name", "seats"}});
  EXPECT_EQ(table.intern({}), TagSetId{0});
  EXPECT_EQ(table.intern({{"name", "token"}}), token);
  EXPECT_NE(token, seats);
  EXPECT_EQ(table.size(), 3);
  EXPECT_EQ(*table[seats].find("name"), "seats");
}

TEST(SystemTags, AreK6sDefaultColumnsInOrder)
{
  EXPECT_THAT(system_tag_names(),
              testing::ElementsAre("check", "error", "error_code", "expected_response", "group", "method", "name",
                                   "proto", "scenario", "service", "status", "subproto", "tls_version", "url"));
}

} // namespace
} // namespace onsale::k6
