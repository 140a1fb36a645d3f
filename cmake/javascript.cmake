# QuickJS as C sources, from the npm package that model/javascript/package-lock.json pins, and the k6 modules of the room javascript, which
# are JavaScript, inside the program.
enable_language(C)
find_program(NPM npm REQUIRED)
set(quickjs_npm ${PROJECT_BINARY_DIR}/npm-javascript)
set(quickjs ${quickjs_npm}/package/deps/quickjs_2021_03_27)
set(quickjs_sources ${quickjs}/libregexp.c ${quickjs}/libunicode.c ${quickjs}/cutils.c ${quickjs}/libbf.c)
set(javascript_folder ${PROJECT_SOURCE_DIR}/model/javascript)
add_custom_command(OUTPUT ${quickjs_sources} ${quickjs}/quickjs.c ${quickjs}/quickjs.h
  COMMAND ${CMAKE_COMMAND} -DNPM=${NPM} -DPACKAGE=qjsc -DLOCK=${javascript_folder}/package-lock.json -DINTO=${quickjs_npm}
    -P ${PROJECT_SOURCE_DIR}/cmake/npm_pack.cmake
  DEPENDS ${javascript_folder}/package-lock.json COMMENT "Fetching QuickJS" VERBATIM)
add_custom_target(quickjs_fetched DEPENDS ${quickjs}/quickjs.c)

add_library(quickjs STATIC model/javascript/engine/quickjs_fibers.c ${quickjs_sources})
set_source_files_properties(model/javascript/engine/quickjs_fibers.c PROPERTIES OBJECT_DEPENDS ${quickjs}/quickjs.c)
if(ONSALE_FUZZ OR ONSALE_SANITIZE)
  # It calls through pointers of other types and leans on wrap-around, as much C does: only our own code is held to that.
  target_compile_options(quickjs PRIVATE -fno-sanitize=undefined)
endif()
target_include_directories(quickjs PRIVATE ${PROJECT_SOURCE_DIR})
target_include_directories(quickjs SYSTEM PUBLIC ${quickjs})
target_compile_definitions(quickjs PRIVATE CONFIG_VERSION="2021-03-27" CONFIG_BIGNUM _GNU_SOURCE)
target_compile_options(quickjs PRIVATE -w -O2)
target_link_libraries(quickjs PUBLIC m)

file(GLOB glue CONFIGURE_DEPENDS ${javascript_folder}/glue/*.js)
set(glue_files "")
foreach(file IN LISTS glue)
  get_filename_component(name ${file} NAME)
  list(APPEND glue_files "${name}=${file}")
endforeach()
set(glue_cpp ${PROJECT_BINARY_DIR}/model/javascript/glue.cpp)
add_custom_command(OUTPUT ${glue_cpp}
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${glue_cpp} "-DFILES=${glue_files}" -DHEADER=model/javascript/engine/glue.hpp
    -DNAMESPACE=onsale::javascript -DFUNCTION=glue -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
  DEPENDS ${glue} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
target_sources(javascript PRIVATE ${glue_cpp})
target_link_libraries(javascript PUBLIC quickjs)
add_dependencies(javascript quickjs_fetched)
# Each file of natives has its own `natives`, `vu_of`, ..: they do not fit into one unit.
set_target_properties(javascript PROPERTIES UNITY_BUILD OFF)
