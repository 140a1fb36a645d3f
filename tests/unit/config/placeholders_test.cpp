#include "model/config/placeholders.hpp"

#include <gtest/gtest.h>

namespace onsale::config {

namespace {

Parsed<std::string> resolve(std::string_view text)
{
  return resolve_placeholders(text, [](std::string_view name) -> std::optional<std::string> {
    if (name == "size")
      return "20";
    if (name == "circle")
      return "${circle}";
    return std::nullopt;
  });
}

} // namespace

TEST(Placeholders, BecomeThePropertyOrTheDefault)
{
  EXPECT_EQ(resolve("plain").value, "plain");
  EXPECT_EQ(resolve("${size}").value, "20");
  EXPECT_EQ(resolve("${DB_POOL:10}").value, "10");
  EXPECT_EQ(resolve("a${DB:${OTHER:x:y}}b${size}").value, "ax:yb20");
  EXPECT_EQ(resolve("${DB:}").value, "");
}

TEST(Placeholders, WithoutDefaultAreRefused)
{
  EXPECT_EQ(resolve("${DB_POOL}").problem,
            "${DB_POOL} has no default, and environment variables are not read: write ${DB_POOL:value}");
  EXPECT_EQ(resolve("${DB_POOL").problem, "\"${DB_POOL\" has no closing brace");
  EXPECT_EQ(resolve("${circle}").problem, "placeholders refer to each other in a circle");
}

} // namespace onsale::config
