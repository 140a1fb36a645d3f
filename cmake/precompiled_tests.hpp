// What cmake/precompiled.hpp is to the rooms, for their tests.
#include "cmake/precompiled.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
