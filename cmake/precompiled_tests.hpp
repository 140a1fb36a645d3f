// What cmake/precompiled.hpp is to the rooms, for their tests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cmake/precompiled.hpp"
