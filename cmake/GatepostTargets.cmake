# gatepost_library(NAME DIR folder USES libs...): one static library of every source below a folder, known
# to others as gatepost::NAME. A folder without sources yet is an interface library, so that the
# layer map can be written down before the last layer exists.
function(gatepost_library name)
  cmake_parse_arguments(ARG "" "DIR" "USES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${ARG_DIR}/*.cpp")
  if(sources)
    add_library(gatepost_${name} STATIC ${sources})
    target_link_libraries(gatepost_${name} PUBLIC gatepost_flags ${ARG_USES})
  else()
    add_library(gatepost_${name} INTERFACE)
    target_link_libraries(gatepost_${name} INTERFACE gatepost_flags ${ARG_USES})
  endif()
  add_library(gatepost::${name} ALIAS gatepost_${name})
endfunction()

# gatepost_plain_library(NAME HEADER LIBRARY): a library of the system that describes itself neither to CMake nor needs
# to, known as gatepost::NAME.
function(gatepost_plain_library name header library)
  find_path(GATEPOST_${name}_INCLUDE "${header}" REQUIRED)
  find_library(GATEPOST_${name}_LIBRARY "${library}" REQUIRED)
  add_library(gatepost_${name} INTERFACE)
  target_include_directories(gatepost_${name} SYSTEM INTERFACE "${GATEPOST_${name}_INCLUDE}")
  target_link_libraries(gatepost_${name} INTERFACE "${GATEPOST_${name}_LIBRARY}")
  add_library(gatepost::${name} ALIAS gatepost_${name})
endfunction()

# gatepost_unit_test(NAME DIR folder USES libs...): one GoogleTest program of every *_test.cpp below
# a folder; each test is its own ctest entry, labelled "unit".
function(gatepost_unit_test name)
  cmake_parse_arguments(ARG "" "DIR" "USES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${ARG_DIR}/*.cpp")
  if(NOT sources)
    return()
  endif()
  add_executable(unit_${name} ${sources})
  target_link_libraries(unit_${name} PRIVATE ${ARG_USES} GTest::gmock GTest::gtest_main)
  target_compile_definitions(unit_${name} PRIVATE GATEPOST_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_test(NAME unit_${name} COMMAND unit_${name} --gtest_brief=1)
  set_tests_properties(unit_${name} PROPERTIES LABELS unit TIMEOUT 60)
endfunction()
