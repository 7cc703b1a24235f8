// Reads unpacked packets as strangers do: read.js FOLDER… Each is a Data Package v1 for the package `datapackage`,
// every row of every table cast to its type; and v2 by the rules in package-v2.json. Says the first thing wrong.
'use strict'
const fs = require('fs')
const path = require('path')
const { createRequire } = require('module')
const outside = createRequire(path.join(process.env.INTEROP, 'package.json'))
const { Package } = outside('datapackage')
const Ajv = outside('ajv')

const v2 = new Ajv({ allErrors: false }).compile(
  JSON.parse(fs.readFileSync(path.join(__dirname, 'package-v2.json'), 'utf8')))

async function read (folder) {
  const descriptor = JSON.parse(fs.readFileSync(path.join(folder, 'datapackage.json'), 'utf8'))
  if (!v2(descriptor)) throw new Error(`v2: ${v2.errors[0].instancePath} ${v2.errors[0].message}`)
  const dataPackage = await Package.load(path.join(folder, 'datapackage.json'), { strict: true })
  if (!dataPackage.valid) throw new Error(`v1: ${dataPackage.errors[0]}`)
  let rows = 0
  for (const resource of dataPackage.resources) {
    if (resource.tabular) rows += (await resource.read({ keyed: true })).length
  }
  return rows
}

async function main () {
  let rows = 0
  for (const folder of process.argv.slice(2)) {
    try {
      rows += await read(folder)
    } catch (error) {
      console.error(`${folder}: ${error.message}${error.multiple ? ': ' + error.errors[0].message : ''}`)
      process.exit(1)
    }
  }
  console.log(`${process.argv.length - 2} packages read as v1 and v2, ${rows} rows cast`)
}

main()
