# onsale_room(name folder [WITHOUT subfolders...] [USES targets...]): every .cpp of the folder (and its subfolders, but for those
# that are rooms of their own) becomes one library, known to all others as onsale::name: a room that nobody has made is an error
# here, not of the linker. Includes are written from the top of the tree: #include "sim/engine/simulation.hpp"; tests/house
# compares them with the table of docs/architecture.md.
function(onsale_room name folder)
  cmake_parse_arguments(room "" "" "USES;WITHOUT" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  foreach(other IN LISTS room_WITHOUT)
    list(FILTER sources EXCLUDE REGEX "^${PROJECT_SOURCE_DIR}/${folder}/${other}/")
  endforeach()
  if(sources)
    add_library(${name} STATIC ${sources})
    set_target_properties(${name} PROPERTIES UNITY_BUILD ${ONSALE_UNITY})
    onsale_takes_precompiled(${name} onsale_precompiled_rooms)
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${room_USES} PRIVATE onsale_warnings)
    # The target all_verify_interface_header_sets compiles each header alone.
    file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.hpp)
    foreach(other IN LISTS room_WITHOUT)
      list(FILTER headers EXCLUDE REGEX "^${PROJECT_SOURCE_DIR}/${folder}/${other}/")
    endforeach()
    target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${headers})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${room_USES})
  endif()
  add_library(onsale::${name} ALIAS ${name})
endfunction()
