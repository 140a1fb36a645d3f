find_package(PkgConfig REQUIRED)
pkg_check_modules(SIMGRID REQUIRED IMPORTED_TARGET simgrid>=3.32)
find_package(ZLIB REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(Boost 1.74 REQUIRED COMPONENTS context)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(fmt 9 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(simdjson 3.0 REQUIRED)
find_package(SQLite3 3.38 REQUIRED)
find_package(MPI COMPONENTS CXX) # sweeps over several machines (cmake/mpi.cmake); without it they run on one
pkg_check_modules(YAML_CPP REQUIRED IMPORTED_TARGET yaml-cpp>=0.7)
add_library(yaml-cpp ALIAS PkgConfig::YAML_CPP)

add_library(random123 INTERFACE) # headers only, from librandom123-dev
find_path(RANDOM123_INCLUDE_DIR Random123/threefry.h REQUIRED)
target_include_directories(random123 SYSTEM INTERFACE ${RANDOM123_INCLUDE_DIR})
# Threefry needs none of the vector instructions, whose headers take a second to compile in each file.
target_compile_definitions(random123 INTERFACE R123_USE_SSE=0 R123_USE_AES_NI=0)
