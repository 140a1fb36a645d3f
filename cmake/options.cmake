set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
if(CMAKE_CXX_FLAGS_RELEASE STREQUAL "-O3 -DNDEBUG")
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
endif()
include(CTest)

option(ONSALE_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
option(ONSALE_FUZZ "libFuzzer programs of the readers (clang only)" OFF)
option(ONSALE_UNITY "Compile the files of a room eight at a time: a build of everything takes half as long" OFF)
option(ONSALE_WERROR "Warnings are errors" ON)

add_library(onsale_warnings INTERFACE)
target_compile_options(onsale_warnings INTERFACE -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor
  $<$<BOOL:${ONSALE_WERROR}>:-Werror>)
if(ONSALE_UNITY)
  # Both take a file's own names for those of its neighbours in the unit.
  target_compile_options(onsale_warnings INTERFACE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()

# Same scenario and seed must give the same bytes: no contraction, no reordering of floating point.
add_compile_options(-ffp-contract=off)
if(ONSALE_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  # GCC's own note: with sanitizers this warning sees paths that are not there (here inside Boost.Graph).
  target_compile_options(onsale_warnings INTERFACE -Wno-maybe-uninitialized)
endif()
if(ONSALE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
