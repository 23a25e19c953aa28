// A client that somebody else wrote, against our uploads: broken off and resumed,
// begun together with its first bytes, and given up.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const [modules, endpoint, token, path] = process.argv.slice(2)
const tus = createRequire(modules + '/')('tus-js-client')
const bytes = readFileSync(path)
const headers = { Authorization: 'Bearer ' + token }
const metadata = { filename: 'dân số.csv', agency: 'kesach', filetype: 'text/csv' }
const methods = []
const common = {
  endpoint, headers, metadata, chunkSize: 64 * 1024, retryDelays: null,
  onAfterResponse: (req, res) => { methods.push(req.getMethod() + ' ' + res.getStatus()) },
}

function run(options, stopAt) {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(bytes, {
      ...common, ...options,
      onError: reject,
      onSuccess: () => resolve(upload.url),
      onChunkComplete: (size, accepted) => {
        if (stopAt && accepted >= stopAt) upload.abort().then(() => resolve(upload.url), reject)
      },
    })
    upload.start()
  })
}

const broken = await run({}, 100 * 1024)
const resumed = await run({ uploadUrl: broken })
const whole = await run({ uploadDataDuringCreation: true, chunkSize: Infinity })
const unwanted = await run({}, 1)
await tus.Upload.terminate(unwanted, common)
console.log(JSON.stringify({ broken, resumed, whole, unwanted, methods }))
