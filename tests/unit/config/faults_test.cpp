#include "model/config/faults.hpp"
#include "tests/unit/config/fault_text.hpp"

#include <gtest/gtest.h>

namespace onsale::config {

TEST(Faults, AreListedByPlaceAndOnce)
{
  Faults faults;
  faults.add({"b.yaml", 2, 1}, "late");
  faults.add({"a.yaml", 10, 1}, "tenth line");
  faults.add({"a.yaml", 2, 7}, "second");
  faults.add({"a.yaml", 2, 7}, "again");
  faults.add({"a.yaml", 2, 7}, "second");
  faults.add({"a.yaml"}, "whole file");
  EXPECT_EQ(fault_text(faults), "a.yaml: whole file\n"
                                "a.yaml:2:7: second\n"
                                "a.yaml:2:7: again\n"
                                "a.yaml:10:1: tenth line\n"
                                "b.yaml:2:1: late\n");
}

TEST(Faults, AreThrownTogether)
{
  Faults faults;
  EXPECT_NO_THROW(faults.throw_if_any());
  Faults others;
  others.add({"a.yaml", 1, 2}, "one");
  faults.merge(others);
  faults.add({"--set"}, "two");
  try {
    faults.throw_if_any();
    FAIL() << "nothing was thrown";
  } catch (const InvalidInput& error) {
    EXPECT_STREQ(error.what(), "--set: two\na.yaml:1:2: one");
    EXPECT_EQ(error.faults().size(), 2U);
  }
}

} // namespace onsale::config
